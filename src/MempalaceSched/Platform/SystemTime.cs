namespace MempalaceSched.Platform;

/// <summary>The time of this machine, whose zone may change while we run.</summary>
internal sealed class SystemTime : TimeProvider
{
    public static readonly SystemTime Instance = new();

    public override TimeZoneInfo LocalTimeZone
    {
        get
        {
            TimeZoneInfo.ClearCachedData();
            return TimeZoneInfo.Local;
        }
    }
}

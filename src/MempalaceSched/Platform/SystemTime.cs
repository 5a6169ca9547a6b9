namespace MempalaceSched.Platform;

/// <summary>The time of this machine, whose zone may change while we run. The zone is read again when its file has become another one.</summary>
internal sealed class SystemTime : TimeProvider
{
    private const string ZoneFile = "/etc/localtime";

    private readonly object gate = new();
    private (string? Target, DateTime Written) known;
    private TimeZoneInfo? zone;

    public static SystemTime Instance { get; } = new();

    public override TimeZoneInfo LocalTimeZone
    {
        get
        {
            var file = new FileInfo(ZoneFile);
            var found = file.Exists ? (file.LinkTarget, file.LastWriteTimeUtc) : default;
            lock (gate)
            {
                if (zone is not null && found == known)
                    return zone;
                TimeZoneInfo.ClearCachedData(); // the runtime keeps the zone for as long as the process lives
                known = found;
                return zone = TimeZoneInfo.Local;
            }
        }
    }
}

namespace MempalaceSched.Platform;

/// <summary>
/// The system time. If the time zone of the machine changes while the process runs, the new zone is used: the zone is
/// read again when its file has changed.
/// </summary>
internal sealed class SystemTime : TimeProvider
{
    private const string ZoneFile = "/etc/localtime";

    private readonly object gate = new();
    private (string? Target, DateTime Written) known;
    private TimeZoneInfo? zone;

    /// <summary>The instance to use, so that the zone is read only once.</summary>
    public static SystemTime Instance { get; } = new();

    public override TimeZoneInfo LocalTimeZone
    {
        get
        {
            var file = new FileInfo(ZoneFile);
            var current = file.Exists ? (file.LinkTarget, file.LastWriteTimeUtc) : default;
            lock (gate)
            {
                if (zone is not null && current == known)
                    return zone;
                TimeZoneInfo.ClearCachedData(); // otherwise, the runtime keeps the zone until the process exits
                known = current;
                return zone = TimeZoneInfo.Local;
            }
        }
    }
}

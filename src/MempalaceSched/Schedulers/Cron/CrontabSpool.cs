namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// The folder in which cron keeps all crontabs. A user may not look into it, but its time of change says when somebody last wrote one.
/// </summary>
internal sealed class CrontabSpool(params string[] folders)
{
    private static readonly string[] Known =
    [
        "/var/spool/cron/crontabs",
        "/var/spool/cron/tabs",
        "/var/spool/cron",
        "/usr/lib/cron/tabs",
    ];
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>The folder; null when it is none of those that are known.</summary>
    public string? Folder { get; } = (folders.Length > 0 ? folders : Known).FirstOrDefault(Directory.Exists);

    /// <summary>Whether nobody has written a crontab of late. False when it cannot be known.</summary>
    public bool IsQuiet() =>
        Folder is not null && (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(Folder)).Duration() > Quiet;
}

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// The folder in which cron keeps all crontabs. A user may not look into it, but its time of change says when somebody last wrote one.
/// </summary>
internal sealed class CrontabSpool(params string[] folders)
{
    private static readonly string[] Known = ["/var/spool/cron/crontabs", "/var/spool/cron/tabs", "/var/spool/cron", "/usr/lib/cron/tabs"];
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>Whether nobody has written a crontab of late. False when it cannot be known.</summary>
    public bool IsQuiet()
    {
        var folder = (folders.Length > 0 ? folders : Known).FirstOrDefault(Directory.Exists);
        return folder is not null && (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder)).Duration() > Quiet;
    }
}

namespace MempalaceSched;

/// <summary>Which scheduler runs a schedule.</summary>
public enum SchedulerKind
{
    /// <summary>The first that works on this machine. Only for asking: an installed schedule always names its scheduler.</summary>
    Auto,

    /// <summary>A timer of the systemd user manager.</summary>
    Systemd,

    /// <summary>A launch agent of launchd.</summary>
    Launchd,

    /// <summary>A block in the user's crontab.</summary>
    Cron,

    /// <summary>Our own scheduler, a process that <c>Start-MempalaceScheduler</c> runs.</summary>
    Embedded,
}

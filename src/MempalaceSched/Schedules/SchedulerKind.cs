namespace MempalaceSched;

/// <summary>The scheduler that starts the runs of a schedule.</summary>
public enum SchedulerKind
{
    /// <summary>
    /// The first scheduler that is available on this machine. An installed schedule never has this value.
    /// </summary>
    Auto,

    /// <summary>A timer of the systemd user manager.</summary>
    Systemd,

    /// <summary>A launch agent of launchd.</summary>
    Launchd,

    /// <summary>A block in the user's crontab.</summary>
    Cron,

    /// <summary>The scheduler of this module, which runs in <c>Start-MempalaceScheduler</c>.</summary>
    Embedded,
}

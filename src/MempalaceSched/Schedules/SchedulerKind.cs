namespace MempalaceSched;

/// <summary>The scheduler that starts the runs of a schedule.</summary>
public enum SchedulerKind
{
    /// <summary>The first scheduler that is available. An installed schedule has another value.</summary>
    Auto,

    /// <summary>A timer of the systemd user manager.</summary>
    Systemd,

    /// <summary>A launch agent of launchd.</summary>
    Launchd,

    /// <summary>A block in the user's crontab.</summary>
    Cron,

    /// <summary>The module's own scheduler, which <c>Start-MempalaceScheduler</c> runs.</summary>
    Embedded,
}

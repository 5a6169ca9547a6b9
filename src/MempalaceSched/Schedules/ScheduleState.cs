namespace MempalaceSched;

/// <summary>The state of a schedule in its scheduler.</summary>
public enum ScheduleState
{
    /// <summary>The answer of the scheduler could not be read.</summary>
    Unknown,

    /// <summary>The schedule waits for its next run.</summary>
    Waiting,

    /// <summary>A run is in progress.</summary>
    Running,

    /// <summary>The schedule is installed, but its scheduler does not start it.</summary>
    Disabled,

    /// <summary>The schedule has a definition, but its scheduler has no job for it.</summary>
    Missing,

    /// <summary>
    /// The schedule is installed, but its scheduler is not running: the cron daemon, or the embedded scheduler
    /// (<c>Start-MempalaceScheduler</c>).
    /// </summary>
    NotRunning,

    /// <summary>The scheduler did not answer.</summary>
    Unreachable,
}

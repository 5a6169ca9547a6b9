namespace MempalaceSched;

/// <summary>What a scheduler makes of a schedule now.</summary>
public enum ScheduleState
{
    /// <summary>The scheduler said something that we do not know.</summary>
    Unknown,

    /// <summary>It waits for its next run.</summary>
    Waiting,

    /// <summary>It mines now.</summary>
    Running,

    /// <summary>It is installed, but the scheduler is told not to run it.</summary>
    Disabled,

    /// <summary>There is a definition, but the scheduler does not know the schedule.</summary>
    Missing,

    /// <summary>It is installed, but its scheduler does not run: the cron daemon, or the embedded scheduler (<c>Start-MempalaceScheduler</c>).</summary>
    NotRunning,

    /// <summary>The scheduler cannot be asked from here.</summary>
    Unreachable,
}

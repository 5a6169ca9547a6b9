namespace MempalaceSched;

/// <summary>Whether a schedule will do its work, as far as its scheduler tells.</summary>
public enum ScheduleHealth
{
    /// <summary>The scheduler said nothing, or something that we do not know.</summary>
    Unknown,

    /// <summary>Its scheduler has it and runs.</summary>
    Healthy,

    /// <summary>It is installed, but is not to run.</summary>
    Disabled,

    /// <summary>There is a definition, but the scheduler does not know it. Installing it again mends that.</summary>
    Missing,

    /// <summary>It is installed, but its scheduler does not run: no cron daemon, no <c>Start-MempalaceScheduler</c>.</summary>
    SchedulerNotRunning,
}

namespace MempalaceSched;

/// <summary>
/// Whether a schedule will do its work, and does. When several are true of one, the health is the first of: Orphaned, Missing, Drifted, Disabled,
/// CommandGone, SchedulerNotRunning, Failing, Overdue, Unknown, LingerOff, Outdated.
/// </summary>
public enum ScheduleHealth
{
    /// <summary>The scheduler said nothing, or something that we do not know.</summary>
    Unknown,

    /// <summary>Its scheduler has it and runs, its files are as they were written, and its runs come and succeed.</summary>
    Healthy,

    /// <summary>It is installed, but is not to run.</summary>
    Disabled,

    /// <summary>A file of it, or what its scheduler has of it, is not as the definition says.</summary>
    Drifted,

    /// <summary>There is a definition, but the scheduler does not know it.</summary>
    Missing,

    /// <summary>A scheduler or a folder has something with our mark that no definition knows of.</summary>
    Orphaned,

    /// <summary>The command is not there any more, or cannot be run.</summary>
    CommandGone,

    /// <summary>It is installed, but its scheduler does not run: no cron daemon, no <c>Start-MempalaceScheduler</c>.</summary>
    SchedulerNotRunning,

    /// <summary>Nothing runs while its user is logged out.</summary>
    LingerOff,

    /// <summary>The last run that worked is longer ago than the calendar allows.</summary>
    Overdue,

    /// <summary>The last three runs or more failed, took too long, or found the palace held.</summary>
    Failing,

    /// <summary>Its launcher is an unmodified one of another version of this module. It works; a repair replaces it.</summary>
    Outdated,
}

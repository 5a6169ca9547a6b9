namespace MempalaceSched;

/// <summary>
/// Whether a schedule does its work. A schedule can have several problems. Its health is the first of: Orphaned,
/// Missing, Drifted, Disabled, CommandGone, StoreMissing, SchedulerNotRunning, Starved, Failing, Overdue, Unknown,
/// LingerOff, Outdated.
/// </summary>
public enum ScheduleHealth
{
    /// <summary>The scheduler did not answer, or its answer could not be read.</summary>
    Unknown,

    /// <summary>No problem was found.</summary>
    Healthy,

    /// <summary>The schedule is paused.</summary>
    Disabled,

    /// <summary>A file or a scheduler entry differs from the definition.</summary>
    Drifted,

    /// <summary>The schedule has a definition, but its scheduler has no job for it.</summary>
    Missing,

    /// <summary>A file or scheduler entry carries the mark of this module, but it belongs to no schedule.</summary>
    Orphaned,

    /// <summary>The command does not exist or is not executable.</summary>
    CommandGone,

    /// <summary>
    /// Every run since the last change of the schedule was skipped because its session store does not exist, or runs
    /// have been skipped for more than three intervals of the calendar.
    /// </summary>
    StoreMissing,

    /// <summary>The cron daemon or <c>Start-MempalaceScheduler</c> is not running.</summary>
    SchedulerNotRunning,

    /// <summary>The schedule runs only while its user is logged in.</summary>
    LingerOff,

    /// <summary>
    /// The last run that made progress (Succeeded, NothingNew or Skipped) was too long ago for this calendar.
    /// </summary>
    Overdue,

    /// <summary>At least the last three runs were Failed, TimedOut or Busy.</summary>
    Failing,

    /// <summary>At the last three occurrences or more, the palace was held by another process.</summary>
    Starved,

    /// <summary>The launcher is an unmodified file of another version of the module. Runs still work.</summary>
    Outdated,
}

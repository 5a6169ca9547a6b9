using MempalaceSched.Import;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>
/// A scheduler that can run schedules on a machine. Creating it and reading its traits opens no socket and starts no
/// process, so that files for another machine can be rendered anywhere.
/// </summary>
internal interface IScheduler
{
    SchedulerKind Kind { get; }

    /// <summary>The name of the scheduler in messages.</summary>
    string Title { get; }

    SchedulerTraits Traits { get; }

    /// <summary>Why the scheduler cannot be used here; null when it can. Starts no process.</summary>
    Unavailability? Unavailable { get; }

    /// <summary>
    /// Why <c>Auto</c> does not choose the scheduler, although it may be usable; null when it can be chosen.
    /// </summary>
    Unavailability? NotAutomatic => Unavailable;

    ISchedulePlanner Planner { get; }

    IScheduleQuery Query { get; }

    IRunControl Runs { get; }

    IProbeRunner Probes { get; }

    /// <summary>Finds mempalace jobs that were made by hand; null when the scheduler can have none.</summary>
    IForeignJobSource? ForeignJobs => null;

    /// <summary>
    /// Lock files, by name, that all schedules on this scheduler share. A purge deletes them with the last one.
    /// </summary>
    IReadOnlyList<string> SharedLockFiles => [];
}

/// <summary>What a scheduler offers by itself. The launcher and the checks supply or skip the rest.</summary>
internal sealed record SchedulerTraits
{
    /// <summary>The only platform that the scheduler exists on; null when it exists on all.</summary>
    public PlatformKind? Platform { get; init; }

    /// <summary>Whether the scheduler adds the random delay; otherwise the launcher waits.</summary>
    public bool HasRandomDelay { get; init; }

    /// <summary>Whether the scheduler starts missed runs; otherwise the launcher checks whether a run is due.</summary>
    public bool HasCatchUp { get; init; }

    /// <summary>Whether the scheduler lowers CPU and I/O priority; otherwise the launcher does.</summary>
    public bool HasLowPriority { get; init; }

    /// <summary>Whether everything that a run prints is appended to files without any limit.</summary>
    public bool KeepsOutput { get; init; }

    /// <summary>
    /// How long the scheduler waits between TERM and KILL; <see cref="TimeSpan.MaxValue"/> if it never kills.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether the scheduler identifies its jobs by a reverse-DNS label.</summary>
    public bool UsesLabels { get; init; }

    /// <summary>Whether lingering decides if schedules run while the user is logged out.</summary>
    public bool SupportsLinger { get; init; }

    /// <summary>
    /// Whether the scheduler has files or entries of its own. If not, it reads the definitions, and nothing of a
    /// schedule can be left in it.
    /// </summary>
    public bool KeepsArtefacts { get; init; } = true;
}

/// <summary>Why a scheduler cannot be used, and what to do about it.</summary>
/// <param name="Reason">The reason, as one or more sentences.</param>
/// <param name="Recommendation">What to do about it.</param>
internal sealed record Unavailability(string Reason, string Recommendation);

/// <summary>Starts and stops runs through a scheduler.</summary>
internal interface IRunControl
{
    /// <summary>Whether a <see cref="StartCommand"/> that is told to wait takes as long as the run.</summary>
    bool StartWaits => true;

    /// <summary>The command that makes the scheduler start a run now.</summary>
    /// <param name="definition">The schedule.</param>
    /// <param name="wait">Whether the command should wait for the end of the run, if the scheduler can wait.</param>
    ProcessCommand StartCommand(ScheduleDefinition definition, bool wait);

    /// <summary>Whether this result of <see cref="StartCommand"/> means that the job is already running.</summary>
    bool IsAlreadyRunning(ProcessResult result) => false;

    /// <summary>
    /// The command that stops the run that the scheduler started; null when there is none. The launcher then gets the
    /// signal directly, as it also does when the command does not stop a run that was started by hand.
    /// </summary>
    ProcessCommand? StopCommand(ScheduleDefinition definition) => null;

    /// <summary>What to do when <see cref="StartCommand"/> failed, or when no run followed.</summary>
    string Recommendation(ScheduleDefinition definition, ProcessResult result) =>
        $"Run Get-MempalaceSchedule {definition.Name} to see its state.";
}

/// <summary>Finds jobs in a scheduler that run mempalace and were not made by this module.</summary>
internal interface IForeignJobSource
{
    Task<IReadOnlyList<ForeignJob>> FindAsync(CancellationToken cancellation);
}

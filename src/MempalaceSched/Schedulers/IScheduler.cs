using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Import;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>A scheduler of the machine: it turns schedules into plans and knows how to ask what has become of them.</summary>
internal interface IScheduler
{
    SchedulerKind Kind { get; }

    /// <summary>The scheduler's own name.</summary>
    string Title { get; }

    /// <summary>Why it cannot be used here; null when it can. Starts no process.</summary>
    Unavailability? Unavailable { get; }

    /// <summary>Why Auto passes over it though it could be used; null when it does not.</summary>
    Unavailability? NotAutomatic => Unavailable;

    /// <summary>Adds to a definition what only the scheduler can know.</summary>
    Task<ScheduleDefinition> CompleteAsync(ScheduleDefinition definition, CancellationToken cancellation) =>
        Task.FromResult(definition);

    /// <summary>The files that this scheduler wants for one schedule.</summary>
    IReadOnlyList<WriteFile> FilesOf(ScheduleDefinition definition);

    /// <summary>What this scheduler wants for one schedule in a file that is not ours alone; null when it wants no such thing.</summary>
    string? EntryOf(ScheduleDefinition definition) => null;

    /// <summary>The plan that installs or updates any number of schedules, but for the launchers and definitions.</summary>
    /// <param name="definitions">The schedules.</param>
    /// <param name="active">The names of those that the scheduler already runs: an undo leaves them running.</param>
    /// <param name="options">What else was asked for.</param>
    ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    );

    /// <summary>What else is to be done before a schedule that was disabled runs again: what was missed meanwhile was never promised.</summary>
    ChangePlan PlanResume(ScheduleDefinition definition) => ChangePlan.Empty;

    /// <summary>The plan that removes any number of schedules, but for the launchers, definitions and state.</summary>
    ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions);

    /// <summary>What mines on this scheduler without being ours.</summary>
    Task<IReadOnlyList<ForeignJob>> FindForeignAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ForeignJob>>([]);

    /// <summary>Whether the new version of a schedule takes the place of the old one by itself; otherwise the old one is removed first.</summary>
    bool TakesPlaceOf(ScheduleDefinition old, ScheduleDefinition definition) => true;

    /// <summary>Logs that the scheduler keeps of a schedule in files of the user, beside those of the launcher.</summary>
    IReadOnlyList<string> LogsOf(ScheduleDefinition definition) => [];

    /// <summary>Whether what the scheduler has loaded is this very version, and not an older one that was left when a change was broken off.</summary>
    Task<bool> HasThisVersionAsync(ScheduleDefinition definition, CancellationToken cancellation) =>
        Task.FromResult(true);

    /// <summary>The live state of schedules by name, in a number of processes that does not depend on theirs.</summary>
    Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    );

    /// <summary>Whether <see cref="StartCommand"/>, told to wait, really lasts as long as the mine.</summary>
    bool StartWaits => true;

    /// <summary>The command that has the scheduler mine now.</summary>
    /// <param name="definition">The schedule.</param>
    /// <param name="wait">Whether the command should last as long as the mine, where the scheduler has such a thing.</param>
    ProcessCommand StartCommand(ScheduleDefinition definition, bool wait);

    /// <summary>Whether <see cref="StartCommand"/> says with this result that the job runs already.</summary>
    bool SaysRunning(ProcessResult result) => false;

    /// <summary>
    /// The command that ends the mine which the scheduler runs. Null where it has none: then the launcher is told itself, as it also is when the
    /// command leaves it running, for it may have been started by hand.
    /// </summary>
    ProcessCommand? StopCommand(ScheduleDefinition definition) => null;

    /// <summary>What to do, and where to look, when <see cref="StartCommand"/> failed, or no run came of it.</summary>
    string WayOut(ScheduleDefinition definition, ProcessResult result) =>
        $"Get-MempalaceSchedule {definition.Name} shows its state.";

    /// <summary>All that this scheduler has with our mark in it, whether or not there is a definition. One look, however much there is.</summary>
    Task<IReadOnlyList<Trace>> FindTracesAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Trace>>([]);

    /// <summary>Has the scheduler run a probe once, where it runs its jobs, and waits for its end. Whatever happens, nothing is left with the scheduler.</summary>
    /// <exception cref="MempalaceException">It was not run.</exception>
    Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation);

    /// <summary>Why nothing runs while the user is logged out, and the way out; null when it does.</summary>
    string? LingerOff => null;

    /// <summary>Things about the machine that keep a schedule from running though it is installed, each with the way out.</summary>
    IReadOnlyList<string> Caveats();
}

/// <summary>Why a scheduler cannot be used, and the way out.</summary>
internal sealed record Unavailability(string Found, string WayOut);

/// <summary>What an install may do beyond its schedules.</summary>
internal sealed record InstallOptions(bool EnableLinger, bool Force)
{
    /// <summary>What somebody has made by hand and a schedule takes the place of, by the name of that schedule: it is taken away in the same change.</summary>
    public IReadOnlyDictionary<string, ForeignJob> Adopted { get; init; } = new Dictionary<string, ForeignJob>();

    /// <summary>What these schedules take the place of, each with the name of its schedule.</summary>
    public IReadOnlyList<(string Name, ForeignJob Job)> AdoptedBy(IEnumerable<ScheduleDefinition> definitions) =>
        [
            .. definitions
                .Where(definition => Adopted.ContainsKey(definition.Name))
                .Select(definition => (definition.Name, Adopted[definition.Name])),
        ];
}

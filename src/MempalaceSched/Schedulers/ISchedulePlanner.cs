using MempalaceSched.Changes;
using MempalaceSched.Import;
using MempalaceSched.Launcher;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>Turns schedules into the files and the changes that a scheduler needs.</summary>
internal interface ISchedulePlanner
{
    /// <summary>Adds what only the scheduler can find out to a definition.</summary>
    Task<ScheduleDefinition> CompleteAsync(ScheduleDefinition definition, CancellationToken cancellation) =>
        Task.FromResult(definition);

    /// <summary>The files of one schedule for this scheduler, without the definition and the launcher.</summary>
    IReadOnlyList<WriteFile> FilesFor(ScheduleDefinition definition);

    /// <summary>The entry of one schedule in a file that others write too; null when there is none.</summary>
    string? EntryFor(ScheduleDefinition definition) => null;

    /// <summary>The changes that install or update schedules, without those to definitions and launchers.</summary>
    /// <param name="definitions">The schedules.</param>
    /// <param name="active">The names of the schedules that already run: an undo leaves them running.</param>
    /// <param name="options">What else was requested.</param>
    ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    );

    /// <summary>
    /// The changes before a disabled schedule runs again. Occurrences in between count as handled, because nobody
    /// expected them to run.
    /// </summary>
    ChangePlan PlanResume(ScheduleDefinition definition) => ChangePlan.Empty;

    /// <summary>The changes that remove schedules, without those to definitions, launchers and state.</summary>
    ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions);

    /// <summary>
    /// Whether installing the new definition replaces the old one. If not, the old one must be removed first.
    /// </summary>
    bool Replaces(ScheduleDefinition old, ScheduleDefinition definition) => true;

    /// <summary>How the next try of a busy run starts. By default, the launcher itself waits for it.</summary>
    RetryStart RetryOf(ScheduleDefinition definition) => new("launcher");

    /// <summary>Log files that the scheduler itself keeps for a schedule.</summary>
    IReadOnlyList<string> LogsFor(ScheduleDefinition definition) => [];

    /// <summary>Files in the state folder that only this scheduler writes.</summary>
    IReadOnlyList<string> StateFilesFor(ScheduleDefinition definition) => [];
}

/// <summary>What an install does besides installing its schedules.</summary>
/// <param name="EnableLinger">Whether to enable lingering.</param>
/// <param name="Force">Whether to replace files that are not ours.</param>
internal sealed record InstallOptions(bool EnableLinger, bool Force)
{
    /// <summary>
    /// The jobs made by hand that are removed in the same change, by the name of the schedule that replaces them.
    /// </summary>
    public IReadOnlyDictionary<string, ForeignJob> Adopted { get; init; } = new Dictionary<string, ForeignJob>();

    /// <summary>The jobs that these schedules replace, each with the name of its schedule.</summary>
    public IReadOnlyList<(string Name, ForeignJob Job)> AdoptedBy(IEnumerable<ScheduleDefinition> definitions) =>
        [
            .. definitions
                .Where(definition => Adopted.ContainsKey(definition.Name))
                .Select(definition => (definition.Name, Adopted[definition.Name])),
        ];
}

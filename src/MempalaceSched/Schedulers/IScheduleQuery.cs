using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>Reads the state of schedules from a scheduler.</summary>
internal interface IScheduleQuery
{
    /// <summary>
    /// The state of schedules by name. The number of processes does not depend on the number of schedules.
    /// </summary>
    Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    );

    /// <summary>
    /// Whether the scheduler has loaded exactly this version, and not an older one that remained after an interrupted
    /// change.
    /// </summary>
    Task<bool> IsCurrentVersionAsync(ScheduleDefinition definition, CancellationToken cancellation) =>
        Task.FromResult(true);

    /// <summary>
    /// Everything in this scheduler that carries our mark, whether or not there is a definition for it.
    /// </summary>
    Task<IReadOnlyList<MarkedArtefact>> FindArtefactsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<MarkedArtefact>>([]);

    /// <summary>
    /// Why nothing runs while the user is logged out, and what to do about it; null when schedules run anyway.
    /// </summary>
    string? LingerWarning => null;

    /// <summary>
    /// What prevents installed schedules from running on this machine, each with what to do about it.
    /// </summary>
    IReadOnlyList<string> Warnings();
}

/// <summary>The state of a schedule according to its scheduler.</summary>
internal sealed record LiveState
{
    public required ScheduleState State { get; init; }

    /// <summary>Whether the scheduler has the schedule and will run it.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>The next run, including its random delay; null when there is none.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>What the scheduler reported, for messages.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How the scheduler differs from the definition, without a full stop; empty when it does not.</summary>
    public string Difference { get; init; } = "";

    /// <summary>The difference as a unified diff, if it is a difference of text.</summary>
    public string Diff { get; init; } = "";

    public static LiveState Missing { get; } =
        new() { State = ScheduleState.Missing, Detail = "the scheduler does not have it" };
}

/// <summary>A file or entry that carries our mark.</summary>
/// <param name="Name">The name of the schedule in the mark.</param>
/// <param name="Location">The path of the file, or a description of the entry.</param>
/// <param name="Text">All of its text.</param>
internal sealed record MarkedArtefact(string Name, string Location, string Text)
{
    /// <summary>The part of a launch agent's label before the name; null for other schedulers.</summary>
    public string? LabelPrefix { get; init; }

    /// <summary>The calendar, if the artefact contains it in our notation; otherwise empty.</summary>
    public string At { get; init; } = "";
}

namespace MempalaceSched.Schedulers;

/// <summary>What a scheduler says of a schedule.</summary>
internal sealed record LiveState
{
    public required ScheduleState State { get; init; }

    /// <summary>Whether the scheduler has taken it over and means to run it.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>The next run, with its random delay; null when there is none.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>When the scheduler last passed over a run because of a condition of its own; null when the last one was not passed over.</summary>
    public DateTimeOffset? Skipped { get; init; }

    /// <summary>What the scheduler said, for messages.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What it has otherwise than the definition says, without a full stop; empty when nothing.</summary>
    public string Difference { get; init; } = "";

    /// <summary>That difference as a unified diff, where it is one of text.</summary>
    public string Diff { get; init; } = "";

    public static LiveState Missing { get; } = new() { State = ScheduleState.Missing, Detail = "it does not know it" };
}

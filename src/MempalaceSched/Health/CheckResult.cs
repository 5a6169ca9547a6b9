namespace MempalaceSched;

/// <summary>The result of one check of a schedule.</summary>
public sealed record CheckResult
{
    /// <summary>The name of the schedule. Empty if the result is about all schedules.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the check.</summary>
    public required string Check { get; init; }

    /// <summary>The status.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>What the check found.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it. Empty if there is nothing to do.</summary>
    public string Fix { get; init; } = "";

    /// <summary>The result in one line.</summary>
    public override string ToString() => $"{Status}: {Check}: {Detail}{(Fix.Length > 0 ? " " + Fix : "")}";
}

/// <summary>The status of a check.</summary>
public enum CheckStatus
{
    /// <summary>No problem was found.</summary>
    Pass,

    /// <summary>Runs work, but something needs attention, or some runs are skipped or delayed.</summary>
    Warn,

    /// <summary>Runs fail or do not start.</summary>
    Fail,

    /// <summary>The check does not apply to this schedule, or could not be made. The detail shows the reason.</summary>
    Skip,
}

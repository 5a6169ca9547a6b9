namespace MempalaceSched;

/// <summary>One run of a schedule.</summary>
public sealed record MineRun
{
    /// <summary>The schedule.</summary>
    public required string Name { get; init; }

    /// <summary>The id of this run; it begins with its time in UTC.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required MineOutcome Outcome { get; init; }

    /// <summary>Why, in a sentence; empty where the outcome says all.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The exit code of the launcher; null while it runs, and when it was killed.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it runs, and when it was killed.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How long it took, in whole seconds.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Files that were mined; null where the summary did not say.</summary>
    public int? Processed { get; init; }

    /// <summary>Files that were filed before; null where the summary did not say.</summary>
    public int? Skipped { get; init; }

    /// <summary>Drawers that were filed; null where the summary did not say.</summary>
    public int? Filed { get; init; }

    /// <summary>What set it off: <c>scheduled</c>, or <c>manual</c>.</summary>
    public string Trigger { get; init; } = "manual";

    /// <summary>The log of this run; null when it wrote none.</summary>
    public string? LogPath { get; init; }
}

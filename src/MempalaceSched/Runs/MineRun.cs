namespace MempalaceSched;

/// <summary>One run of a schedule.</summary>
public sealed record MineRun
{
    /// <summary>The name of the schedule.</summary>
    public required string Name { get; init; }

    /// <summary>The ID of the run, which begins with the start time in UTC.</summary>
    public required string Id { get; init; }

    /// <summary>The outcome of the run.</summary>
    public required MineOutcome Outcome { get; init; }

    /// <summary>The reason for the outcome, as a sentence; empty if the outcome needs no explanation.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The exit code of the launcher; null if the run is in progress or the launcher was killed.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When the run started, in local time.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>
    /// When the run ended, in local time; null if the run is in progress or the launcher was killed.
    /// </summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The duration of the run, in whole seconds; null if it is unknown.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// The number of processed files, from the summary of the command; null if the summary does not contain it.
    /// </summary>
    public int? Processed { get; init; }

    /// <summary>
    /// The number of files that were skipped because they had already been filed; null if the summary does not contain
    /// it.
    /// </summary>
    public int? Skipped { get; init; }

    /// <summary>The number of drawers that were filed; null if the summary does not contain it.</summary>
    public int? Filed { get; init; }

    /// <summary>What started the run: <c>scheduled</c> or <c>manual</c>.</summary>
    public string Trigger { get; init; } = "manual";

    /// <summary>
    /// How many tries of one occurrence this object stands for. Get-MempalaceMineHistory shows consecutive Busy runs of
    /// one occurrence as their last one; with -AllTries, each run has the value 1.
    /// </summary>
    public int Tries { get; init; } = 1;

    /// <summary>The occurrence of a busy run, in local time, as the launcher wrote it; null if unknown.</summary>
    internal string? Occurrence { get; init; }

    /// <summary>The path of the log of the run; null if the run wrote no log.</summary>
    public string? LogPath { get; init; }
}

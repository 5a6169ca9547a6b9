namespace MempalaceSched.Runs;

/// <summary>
/// What the outcomes of runs mean. docs/history.md has the same table; the launcher has it in judgement.sh.
/// </summary>
internal static class Outcomes
{
    /// <summary>Whether the command ran and did its work. <c>-OnSuccess</c> is called for these outcomes.</summary>
    public static bool IsSuccess(MineOutcome outcome) => outcome is MineOutcome.Succeeded or MineOutcome.NothingNew;

    /// <summary>
    /// Whether nothing was left to mine after the run: it succeeded, or there was nothing to mine. The health of a
    /// schedule depends on this, so a schedule for an agent that was never used is not overdue.
    /// </summary>
    public static bool MadeProgress(MineOutcome outcome) => IsSuccess(outcome) || outcome == MineOutcome.Skipped;

    /// <summary>The beginning of the launcher's reason for skipping a run because the store does not exist.</summary>
    public const string NothingToMine = "nothing to mine: ";

    /// <summary>Whether the run was skipped because its session store did not exist.</summary>
    public static bool FoundNoStore(MineRun run) =>
        run.Outcome == MineOutcome.Skipped && run.Reason.StartsWith(NothingToMine, StringComparison.Ordinal);

    /// <summary>
    /// Whether the run did not do its work. An interrupted run is neither a success nor a failure, because somebody
    /// stopped it or the machine went down.
    /// </summary>
    public static bool IsFailure(MineOutcome outcome) =>
        outcome is MineOutcome.Failed or MineOutcome.TimedOut or MineOutcome.Busy;
}

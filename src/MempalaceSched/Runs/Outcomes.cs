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
    private const string NothingToMine = "nothing to mine: ";

    /// <summary>
    /// Whether the run was skipped because a session store did not exist. The reason contains its path. The path of a
    /// store in the home folder of a container is known only to the run, so there every path counts.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="store">The path of the store, with its pattern.</param>
    public static bool FoundNoStore(MineRun run, string store) =>
        run.Outcome == MineOutcome.Skipped
        && run.Reason.StartsWith(
            store.StartsWith('~') ? NothingToMine : $"{NothingToMine}{store} does not exist",
            StringComparison.Ordinal
        );

    /// <summary>
    /// Whether the run did not do its work. An interrupted run is neither a success nor a failure, because somebody
    /// stopped it or the machine went down.
    /// </summary>
    public static bool IsFailure(MineOutcome outcome) =>
        outcome is MineOutcome.Failed or MineOutcome.TimedOut or MineOutcome.Busy;
}

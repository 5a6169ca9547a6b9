using System.Globalization;
using MempalaceSched.Runs;

namespace MempalaceSched.Health;

/// <summary>
/// Determines the health of a schedule. The rules depend on facts only, which are collected elsewhere, so each rule
/// and each pair of rules can be tested without a scheduler.
/// </summary>
internal static class HealthRules
{
    /// <summary>How many runs in a row must have failed for the health Failing.</summary>
    public const int FailuresInRow = 3;

    /// <summary>
    /// The rules, in the order of precedence, which is the order in which to solve the problems: first what is missing
    /// or wrong, then the causes of failed runs, then their consequences. Orphans have no facts and no rule.
    /// </summary>
    private static readonly Func<HealthFacts, HealthFinding?>[] Rules =
    [
        Missing,
        Drifted,
        Disabled,
        CommandGone,
        StoreMissingRule.Apply,
        SchedulerNotRunning,
        StarvedRule.Apply,
        Failing,
        Overdue,
        Unknown,
        LingerOff,
        Outdated,
    ];

    /// <summary>
    /// All problems of a schedule. The first one is its health. The list is empty for a healthy schedule, and ends with
    /// Disabled for a disabled one, because nobody expects it to run.
    /// </summary>
    public static IReadOnlyList<HealthFinding> Apply(HealthFacts facts)
    {
        var found = new List<HealthFinding>();
        foreach (var rule in Rules)
        {
            if (rule(facts) is not { } finding)
                continue;
            found.Add(finding);
            if (finding.Health == ScheduleHealth.Disabled)
                break;
        }
        return found;
    }

    private static HealthFinding? Missing(HealthFacts facts) =>
        facts.Enabled && facts.State == ScheduleState.Missing
            ? new(
                ScheduleHealth.Missing,
                $"The scheduler has no job for the schedule: {facts.StateDetail}.",
                Repair(facts)
            )
            : null;

    private static HealthFinding? Drifted(HealthFacts facts)
    {
        var found = facts.Drift.Select(problem => problem + ".").ToList();
        if (facts.Difference.Length > 0)
            found.Add($"The scheduler has other settings than the definition: {facts.Difference}.");
        return found.Count > 0 ? new(ScheduleHealth.Drifted, string.Join(' ', found), Repair(facts)) : null;
    }

    private static HealthFinding? Disabled(HealthFacts facts) =>
        (facts.Enabled, facts.State) switch
        {
            (false, _) => new(ScheduleHealth.Disabled, "The schedule is disabled.", Enable(facts)),
            (true, ScheduleState.Disabled) => new(
                ScheduleHealth.Disabled,
                "The schedule is disabled in its scheduler, but enabled in its definition.",
                Enable(facts)
            ),
            _ => null,
        };

    private static HealthFinding? CommandGone(HealthFacts facts) =>
        facts.MissingCommand is { } command
            ? new(
                ScheduleHealth.CommandGone,
                $"The command '{command}' does not exist or is not executable.",
                $"Install it again, or specify another command: Set-MempalaceSchedule {facts.Name} -Command PATH"
            )
            : null;

    private static HealthFinding? SchedulerNotRunning(HealthFacts facts) =>
        facts.State == ScheduleState.NotRunning
            ? new(ScheduleHealth.SchedulerNotRunning, "The scheduler is not running.", facts.StartScheduler)
            : null;

    private static HealthFinding? Failing(HealthFacts facts)
    {
        var failures = BusyTries
            .Fold(facts.Runs.Where(SaysWhetherRunsFail))
            .TakeWhile(run => Outcomes.IsFailure(run.Outcome))
            .ToList();
        if (failures.All(run => run.Outcome == MineOutcome.Busy && run.Trigger != "manual"))
            return null; // StarvedRule counts them
        if (failures.Count < FailuresInRow)
            return null;
        var last = failures[0];
        var reason = last.Reason.Length > 0 ? $" ({last.Reason.TrimEnd('.')})" : "";
        var log = last.LogPath is { } path ? $"Read its log '{path}'." : "This run has no log.";
        return new(
            ScheduleHealth.Failing,
            $"The last {failures.Count} runs failed. The newest one, at {Text(last.Started)}: {last.Outcome}{reason}.",
            $"{log} To try again, run Start-MempalaceMine {facts.Name} -Verbose."
        );
    }

    /// <summary>
    /// Somebody stopped an interrupted run. A busy run without an occurrence was started by hand, or met another run of
    /// its schedule.
    /// </summary>
    private static bool SaysWhetherRunsFail(MineRun run) =>
        run.Outcome != MineOutcome.Interrupted && run is not { Outcome: MineOutcome.Busy, Occurrence: null };

    private static HealthFinding? Overdue(HealthFacts facts)
    {
        if (facts.IsRunning)
            return null;
        DateTimeOffset? last = facts
            .Runs.Where(run => Outcomes.MadeProgress(run.Outcome))
            .Select(run => (DateTimeOffset?)run.Started)
            .Max();
        var due = (last > facts.Since ? last.Value : facts.Since) + facts.Allowed;
        if (facts.Now <= due)
            return null;
        return new(
            ScheduleHealth.Overdue,
            (last is { } time ? $"No run has made progress since {Text(time)}." : "No run has made progress yet.")
                + $" A run was due by {Text(due)}.",
            $"To find the reason, run Test-MempalaceSchedule {facts.Name}. "
                + $"To start a run now, run Start-MempalaceMine {facts.Name}."
        );
    }

    private static HealthFinding? Unknown(HealthFacts facts) =>
        facts.State is ScheduleState.Unknown or ScheduleState.Unreachable
            ? new(
                ScheduleHealth.Unknown,
                $"The scheduler did not answer, or its answer could not be read: {facts.StateDetail}",
                $"To find the reason, run Test-MempalaceSchedule {facts.Name}."
            )
            : null;

    private static HealthFinding? LingerOff(HealthFacts facts) =>
        facts.LingerOff is { } why
            ? new(
                ScheduleHealth.LingerOff,
                why,
                $"To enable lingering, run Repair-MempalaceSchedule {facts.Name} -EnableLinger."
            )
            : null;

    private static HealthFinding? Outdated(HealthFacts facts) =>
        facts.Outdated.Count > 0
            ? new(
                ScheduleHealth.Outdated,
                $"Another version of the launcher is installed: {string.Join("; ", facts.Outdated)}.",
                $"To replace it, run Repair-MempalaceSchedule {facts.Name}."
            )
            : null;

    private static string Repair(HealthFacts facts) => $"To repair it, run Repair-MempalaceSchedule {facts.Name}.";

    private static string Enable(HealthFacts facts) => $"To enable it, run Enable-MempalaceSchedule {facts.Name}.";

    private static string Text(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>One problem of a schedule.</summary>
/// <param name="Health">The health that the problem results in.</param>
/// <param name="Problem">What was found, in sentences.</param>
/// <param name="Recommendation">What to do about it, in sentences.</param>
internal sealed record HealthFinding(ScheduleHealth Health, string Problem, string Recommendation)
{
    /// <summary>
    /// All problems, and the recommendation for the first one, which is to be solved before the others.
    /// </summary>
    public static string Describe(IReadOnlyList<HealthFinding> findings) =>
        findings is []
            ? ""
            : string.Join(
                ' ',
                findings
                    .Skip(1)
                    .Select(other => $"Also {other.Health}: {other.Problem}")
                    .Prepend($"{findings[0].Problem} {findings[0].Recommendation}")
            );
}

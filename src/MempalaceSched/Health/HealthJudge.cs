using System.Globalization;

namespace MempalaceSched.Health;

/// <summary>
/// Judges the health of a schedule by facts alone. What has to be mended first comes first: a schedule that its scheduler does not have, then
/// one that is not what was written, then what keeps a right one from working, from the cause to the consequence.
/// </summary>
internal static class HealthJudge
{
    /// <summary>How many runs in a row have to fail.</summary>
    public const int FailuresInRow = 3;

    /// <summary>The rules, in the order of precedence. An orphan has no facts: see Orphan.</summary>
    private static readonly Func<HealthFacts, HealthFinding?>[] Rules =
    [
        Missing,
        Drifted,
        Disabled,
        CommandGone,
        SchedulerNotRunning,
        Failing,
        Overdue,
        Unknown,
        LingerOff,
        Outdated,
    ];

    /// <summary>All that is the matter, the health first; nothing for a healthy schedule. What is disabled owes nothing more.</summary>
    public static IReadOnlyList<HealthFinding> Judge(HealthFacts facts)
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
            ? new(ScheduleHealth.Missing, $"Its scheduler does not have it: {facts.StateDetail}.", Repair(facts))
            : null;

    private static HealthFinding? Drifted(HealthFacts facts)
    {
        var found = facts.Difference.Length > 0 ? [.. facts.Drift, facts.Difference] : facts.Drift;
        return found.Count > 0
            ? new(ScheduleHealth.Drifted, string.Join(' ', found.Select(what => what + ".")), Repair(facts))
            : null;
    }

    private static HealthFinding? Disabled(HealthFacts facts) =>
        (facts.Enabled, facts.State) switch
        {
            (false, _) => new(ScheduleHealth.Disabled, "It is disabled.", Enable(facts)),
            (true, ScheduleState.Disabled) => new(
                ScheduleHealth.Disabled,
                "Its scheduler was told not to run it, though its definition says that it is to run.",
                Enable(facts)
            ),
            _ => null,
        };

    private static HealthFinding? CommandGone(HealthFacts facts) =>
        facts.GoneCommand is { } command
            ? new(
                ScheduleHealth.CommandGone,
                $"The command '{command}' is not there, or cannot be run.",
                $"Install it again, or name another: Set-MempalaceSchedule {facts.Name} -Command PATH"
            )
            : null;

    private static HealthFinding? SchedulerNotRunning(HealthFacts facts) =>
        facts.State == ScheduleState.NotRunning
            ? new(ScheduleHealth.SchedulerNotRunning, "Its scheduler does not run.", facts.StartScheduler)
            : null;

    private static HealthFinding? Failing(HealthFacts facts)
    {
        // One that was stopped says nothing either way.
        var row = facts
            .Runs.Where(run => run.Outcome != MineOutcome.Interrupted)
            .TakeWhile(run => IsFailure(run.Outcome))
            .ToList();
        if (row.Count < FailuresInRow || facts.Skipped > row[0].Started)
            return null;
        return new(
            ScheduleHealth.Failing,
            $"{row.Count} runs in a row did not work, the last one {Text(row[0].Started)}: {row[0].Outcome}"
                + $"{(row[0].Reason.Length > 0 ? $" ({row[0].Reason.TrimEnd('.')})" : "")}.",
            $"Its log says more: {row[0].LogPath ?? "there is none of that run"}. Start-MempalaceMine {facts.Name} -Verbose tries once more."
        );
    }

    private static HealthFinding? Overdue(HealthFacts facts)
    {
        if (facts.IsMining)
            return null;
        var worked = facts
            .Runs.Where(run => HealthFacts.Worked(run.Outcome))
            .Select(run => run.Started)
            .Concat(facts.Skipped is { } skipped ? [skipped] : [])
            .ToList();
        var due = (worked.Count > 0 && worked.Max() > facts.Since ? worked.Max() : facts.Since) + facts.Allowed;
        if (facts.Now <= due)
            return null;
        return new(
            ScheduleHealth.Overdue,
            $"A run should have worked by {Text(due)}, and {(worked.Count > 0 ? $"the last one that did was {Text(worked.Max())}" : "none has yet")}.",
            $"Test-MempalaceSchedule {facts.Name} looks for the reason; Start-MempalaceMine {facts.Name} mines now."
        );
    }

    private static HealthFinding? Unknown(HealthFacts facts) =>
        facts.State is ScheduleState.Unknown or ScheduleState.Unreachable
            ? new(
                ScheduleHealth.Unknown,
                $"Its scheduler could not be asked, or was not understood: {facts.StateDetail}",
                $"Test-MempalaceSchedule {facts.Name} says more."
            )
            : null;

    private static HealthFinding? LingerOff(HealthFacts facts) =>
        facts.LingerOff is { } why
            ? new(ScheduleHealth.LingerOff, why, $"Or: Repair-MempalaceSchedule {facts.Name} -EnableLinger")
            : null;

    private static HealthFinding? Outdated(HealthFacts facts) =>
        facts.Outdated.Count > 0
            ? new(
                ScheduleHealth.Outdated,
                $"An older launcher is installed: {string.Join("; ", facts.Outdated)}.",
                $"To replace it: Repair-MempalaceSchedule {facts.Name}"
            )
            : null;

    private static bool IsFailure(MineOutcome outcome) =>
        outcome is MineOutcome.Failed or MineOutcome.TimedOut or MineOutcome.Busy;

    private static string Repair(HealthFacts facts) => $"Repair-MempalaceSchedule {facts.Name} puts it back.";

    private static string Enable(HealthFacts facts) => $"Enable-MempalaceSchedule {facts.Name} has it run again.";

    private static string Text(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

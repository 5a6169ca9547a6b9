using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>Gathers what there is to know of a schedule, and has its health judged. Starts no process.</summary>
internal sealed class HealthReader(
    StandardPaths paths,
    OwnFiles own,
    SchedulerSelector schedulers,
    IReporter reporter,
    TimeProvider time
)
{
    private readonly DriftReader drift = new(own);

    /// <param name="definition">The schedule.</param>
    /// <param name="live">What its scheduler says.</param>
    /// <param name="runs">Its newest runs, the newest first, as far as the last that worked.</param>
    /// <param name="isMining">Whether it mines now.</param>
    public IReadOnlyList<HealthFinding> Read(
        ScheduleDefinition definition,
        LiveState live,
        IReadOnlyList<MineRun> runs,
        bool isMining
    )
    {
        var scheduler = schedulers.Of(definition.Scheduler);
        var drifted = drift.Read(definition, scheduler);
        foreach (var diff in drifted.Select(each => each.Diff).Append(live.Diff).Where(diff => diff.Length > 0))
            reporter.Verbose($"'{definition.Name}' has drifted; this would put it back:\n{diff.TrimEnd()}");
        return HealthJudge.Judge(
            new HealthFacts
            {
                Name = definition.Name,
                Enabled = definition.Enabled,
                State = live.State,
                StateDetail = live.Detail,
                Difference = live.Difference,
                Drift = [.. drifted.Select(each => each.What)],
                GoneCommand = CommandResolver.IsExecutable(definition.HostProgram) ? null : definition.HostProgram,
                StartScheduler =
                    live.State == ScheduleState.NotRunning ? string.Join(' ', scheduler.Query.Warnings()) : "",
                LingerOff = live.State == ScheduleState.Unreachable ? null : scheduler.Query.LingerWarning,
                Now = time.GetUtcNow(),
                Since = File.GetLastWriteTimeUtc(paths.Definition(definition.Name)),
                Allowed = HealthFacts.Allowance(definition.Recurrence, definition.RandomDelay, definition.TimeLimit),
                IsMining = isMining,
                Runs = runs,
                Skipped = live.Skipped,
            }
        );
    }
}

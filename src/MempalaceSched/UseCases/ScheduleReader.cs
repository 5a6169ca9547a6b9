using System.Collections;
using MempalaceSched.Errors;
using MempalaceSched.Health;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Puts a schedule together from its definition, its scheduler and its history.</summary>
internal sealed class ScheduleReader(
    StandardPaths paths,
    OwnFiles own,
    SchedulerSelector schedulers,
    RunHistory history,
    IReporter reporter,
    TimeProvider time
)
{
    private readonly HealthReader health = new(paths, own, schedulers, reporter, time);

    /// <summary>The schedules of these definitions, in their order. One question to each scheduler, however many there are.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="cancellation">Ends the questions.</param>
    public async Task<IReadOnlyList<Schedule>> ReadAsync(
        IReadOnlyList<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var live = new Dictionary<string, LiveState>(StringComparer.Ordinal);
        foreach (var group in definitions.GroupBy(definition => definition.Scheduler))
        {
            var scheduler = schedulers.Of(group.Key);
            var states = await AskLoudlyAsync(scheduler, [.. group], cancellation).ConfigureAwait(false);
            foreach (var (name, state) in states)
                live[name] = state;
            if (states.Values.All(state => state.State != ScheduleState.NotRunning))
                continue;
            foreach (var caveat in scheduler.Query.Warnings())
                reporter.Warning(caveat);
        }
        return [.. definitions.Select(definition => Combine(definition, live[definition.Name]))];
    }

    /// <summary>Orphans as schedules: of their settings nothing is known but what their files say. One question to each scheduler that has some.</summary>
    public async Task<IReadOnlyList<Schedule>> ReadAsync(IReadOnlyList<Orphan> orphans, CancellationToken cancellation)
    {
        var schedules = new List<Schedule>();
        foreach (var group in orphans.GroupBy(orphan => (orphan.Scheduler, orphan.Definition.LabelPrefix)))
        {
            var states = !schedulers.Of(group.Key.Scheduler).Traits.KeepsArtefacts
                ? group.ToDictionary(orphan => orphan.Name, _ => LiveState.Missing) // it goes by definitions
                : await AskLoudlyAsync(
                        schedulers.Of(group.Key.Scheduler),
                        [.. group.Select(orphan => orphan.Definition)],
                        cancellation
                    )
                    .ConfigureAwait(false);
            schedules.AddRange(group.Select(orphan => Combine(orphan, states[orphan.Name])));
        }
        return [.. schedules.OrderBy(schedule => schedule.Name, StringComparer.Ordinal)];
    }

    private Schedule Combine(Orphan orphan, LiveState live) =>
        new()
        {
            Name = orphan.Name,
            Source = orphan.Source,
            Scheduler = orphan.Scheduler,
            At = orphan.At,
            Enabled = live.State is ScheduleState.Waiting or ScheduleState.Running or ScheduleState.NotRunning,
            State = live.State,
            Health = ScheduleHealth.Orphaned,
            HealthDetail = $"{orphan.What} {orphan.Mend}",
            NextRun = orphan.At.Length > 0 ? live.NextRun?.ToLocalTime() : null,
            Command = [],
            ArgumentList = [],
            CommandLine = "",
            Palace = "",
            LabelPrefix = orphan.Definition.LabelPrefix,
            Environment = [],
            DefinitionPath = paths.Definition(orphan.Name),
            LauncherPath = paths.Launcher(orphan.Name),
            StatePath = paths.StateOf(orphan.Name),
        };

    /// <summary>What a scheduler says of schedules; that it cannot be asked is an answer too.</summary>
    public static async Task<IReadOnlyDictionary<string, LiveState>> AskAsync(
        IScheduler scheduler,
        IReadOnlyList<ScheduleDefinition> asked,
        CancellationToken cancellation
    )
    {
        string why;
        if (scheduler.Unavailable is { } unavailable)
        {
            why = $"{unavailable.Reason} {unavailable.Recommendation}";
        }
        else
        {
            try
            {
                return await scheduler.Query.QueryAsync(asked, cancellation).ConfigureAwait(false);
            }
            catch (MempalaceException e)
            {
                why = e.Message;
            }
        }
        return asked.ToDictionary(
            definition => definition.Name,
            _ => new LiveState { State = ScheduleState.Unreachable, Detail = why }
        );
    }

    private async Task<IReadOnlyDictionary<string, LiveState>> AskLoudlyAsync(
        IScheduler scheduler,
        IReadOnlyList<ScheduleDefinition> asked,
        CancellationToken cancellation
    )
    {
        var states = await AskAsync(scheduler, asked, cancellation).ConfigureAwait(false);
        if (states.Values.FirstOrDefault(state => state.State == ScheduleState.Unreachable) is { } none)
            reporter.Warning(
                $"{scheduler.Title} cannot be asked, so states and next runs are not known: {none.Detail}"
            );
        return states;
    }

    /// <summary>A schedule of which the scheduler has already said how it stands.</summary>
    public Schedule Combine(ScheduleDefinition definition, LiveState live)
    {
        var runs = NewestRuns(definition.Name);
        var last = runs.FirstOrDefault();
        var running = RunMarker.Read(paths, definition.Name);
        var (lastRun, outcome, reason) = (last?.Started, last?.Outcome, last?.Reason ?? "");
        if (live.Skipped is { } skipped && (lastRun is null || skipped >= lastRun)) // the launcher was not even called
            (lastRun, outcome, reason) = (skipped.ToLocalTime(), MineOutcome.Skipped, NothingToMine(definition));
        if (running is not null)
            (lastRun, outcome, reason) = (running.Started.ToLocalTime(), MineOutcome.Running, "");
        var findings = health.Read(definition, live, runs, running is not null);

        return new Schedule
        {
            Name = definition.Name,
            Source = definition.Source,
            Scheduler = definition.Scheduler,
            At = definition.At,
            Target = definition.Container?.Title ?? "Host",
            Container = definition.Container?.Name,
            ContainerUser = definition.Container?.User,
            ContainerEngine = definition.Container?.Engine,
            Enabled = definition.Enabled && live.State is not (ScheduleState.Disabled or ScheduleState.Missing),
            State = running is not null ? ScheduleState.Running : live.State,
            Health = findings.Count > 0 ? findings[0].Health : ScheduleHealth.Healthy,
            HealthDetail = HealthFinding.Describe(findings),
            NextRun = live.NextRun?.ToLocalTime(),
            LastRun = lastRun,
            LastOutcome = outcome,
            LastReason = reason,
            Command = definition.Command,
            ArgumentList = definition.ArgumentList,
            CommandLine = string.Join(' ', MineCommandLine.Of(definition).Select(Shell.Word)),
            Palace = definition.Palace,
            Wing = definition.Wing,
            Repair = definition.Repair == RepairMode.Repair,
            NoRepair = definition.Repair == RepairMode.NoRepair,
            RandomDelay = definition.RandomDelay,
            TimeLimit = definition.TimeLimit,
            NoCatchUp = !definition.CatchUp,
            LabelPrefix = definition.LabelPrefix,
            Environment = new Hashtable(definition.Environment.ToDictionary()),
            OnFailure = definition.OnFailure,
            OnSuccess = definition.OnSuccess,
            StorePath = definition.Store?.Path,
            DefinitionPath = paths.Definition(definition.Name),
            LauncherPath = paths.Launcher(definition.Name),
            StatePath = paths.StateOf(definition.Name),
        };
    }

    /// <summary>The newest runs as far as the last that worked. A history that cannot be read is no reason to hide the schedule.</summary>
    private List<MineRun> NewestRuns(string name)
    {
        var runs = new List<MineRun>();
        try
        {
            foreach (var run in history.Read(name))
            {
                runs.Add(run);
                if (HealthFacts.Worked(run.Outcome))
                    break;
            }
        }
        catch (MempalaceException fault)
        {
            reporter.Warning($"{fault.Message} {fault.WayOut}");
        }
        return runs;
    }

    /// <summary>Why a run was passed over, in the words of the launcher.</summary>
    public static string NothingToMine(ScheduleDefinition definition) =>
        $"nothing to mine: {definition.Store?.Path}{(definition.Store?.Pattern is { } pattern ? "/" + pattern : "")} does not exist";
}

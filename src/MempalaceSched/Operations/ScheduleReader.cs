using System.Collections;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Mining;
using MempalaceSched.Platform;
using MempalaceSched.Processes;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Operations;

/// <summary>Puts a schedule together from its definition, its scheduler and its history.</summary>
internal sealed class ScheduleReader(StandardPaths paths, SchedulerSelector schedulers, RunHistory history, IReporter reporter)
{
    /// <summary>The schedules of these definitions, in their order. One question to each scheduler, however many there are.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="cancellation">Ends the questions.</param>
    public async Task<IReadOnlyList<Schedule>> ReadAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        var live = new Dictionary<string, LiveState>(StringComparer.Ordinal);
        foreach (var group in definitions.GroupBy(definition => definition.Scheduler))
        {
            var scheduler = schedulers.Of(group.Key);
            var states = await AskAsync(scheduler, [.. group], cancellation).ConfigureAwait(false);
            foreach (var (name, state) in states) live[name] = state;
            if (states.Values.All(state => state.State != ScheduleState.NotRunning)) continue;
            foreach (var caveat in scheduler.Caveats()) reporter.Warning(caveat);
        }
        return [.. definitions.Select(definition => Combine(definition, live[definition.Name]))];
    }

    private async Task<IReadOnlyDictionary<string, LiveState>> AskAsync(IScheduler scheduler, List<ScheduleDefinition> asked, CancellationToken cancellation)
    {
        string why;
        if (scheduler.Unavailable is { } unavailable)
        {
            why = $"{unavailable.Found} {unavailable.WayOut}";
        }
        else
        {
            try
            {
                return await scheduler.QueryAsync(asked, cancellation).ConfigureAwait(false);
            }
            catch (MempalaceException e)
            {
                why = e.Message;
            }
        }
        reporter.Warning($"{scheduler.Title} cannot be asked, so states and next runs are not known: {why}");
        return asked.ToDictionary(definition => definition.Name, _ => new LiveState { State = ScheduleState.Unreachable });
    }

    /// <summary>A schedule of which the scheduler has already said how it stands.</summary>
    public Schedule Combine(ScheduleDefinition definition, LiveState live)
    {
        var last = LastRun(definition.Name);
        var running = RunMarker.Read(paths, definition.Name);
        var (lastRun, outcome, reason) = (last?.Started, last?.Outcome, last?.Reason ?? "");
        if (live.Skipped is { } skipped && (lastRun is null || skipped >= lastRun)) // the launcher was not even called
            (lastRun, outcome, reason) = (skipped.ToLocalTime(), MineOutcome.Skipped, NothingToMine(definition));
        if (running is not null)
            (lastRun, outcome, reason) = (running.Started.ToLocalTime(), MineOutcome.Running, "");

        return new Schedule
        {
            Name = definition.Name,
            Source = definition.Source,
            Scheduler = definition.Scheduler,
            At = definition.At,
            Enabled = definition.Enabled && live.State is not (ScheduleState.Disabled or ScheduleState.Missing),
            State = running is not null ? ScheduleState.Running : live.State,
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
            StorePath = definition.Store?.Path,
            DefinitionPath = paths.Definition(definition.Name),
            LauncherPath = paths.Launcher(definition.Name),
            StatePath = paths.StateOf(definition.Name),
        };
    }

    /// <summary>A history that cannot be read is no reason to hide the schedule.</summary>
    private MineRun? LastRun(string name)
    {
        try
        {
            return history.Last(name);
        }
        catch (MempalaceException fault)
        {
            reporter.Warning($"{fault.Message} {fault.WayOut}");
            return null;
        }
    }

    /// <summary>Why a run was passed over, in the words of the launcher.</summary>
    public static string NothingToMine(ScheduleDefinition definition) =>
        $"nothing to mine: {definition.Store?.Path}{(definition.Store?.Pattern is { } pattern ? "/" + pattern : "")} does not exist";
}

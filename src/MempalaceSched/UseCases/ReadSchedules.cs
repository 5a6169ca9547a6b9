using MempalaceSched.Errors;
using MempalaceSched.Health;
using MempalaceSched.Mempalace;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Reads schedules: the definition, the state in the scheduler, the health and the last run.</summary>
internal sealed class ReadSchedules(Services services)
{
    private readonly HealthReader health = new(services, TimeProvider.System);
    private readonly ScheduleFinder finder = new(services);

    /// <summary>The schedules that names refer to, then the orphans of these names.</summary>
    /// <param name="patterns">The names.</param>
    /// <param name="isWanted">Whether a schedule of this source and scheduler is wanted.</param>
    /// <param name="cancellation">Cancels queries to the schedulers.</param>
    public async Task<IReadOnlyList<Schedule>> RunAsync(
        IReadOnlyList<NamePattern> patterns,
        Func<MineSource, SchedulerKind, bool> isWanted,
        CancellationToken cancellation
    )
    {
        var read = await finder
            .SearchOrphansDuringAsync(() => ReadAsync(Definitions(patterns, isWanted), cancellation), cancellation)
            .ConfigureAwait(false);
        var byName = read.ToDictionary(schedule => schedule.Name, StringComparer.Ordinal);
        var matches = await finder.FindAllAsync(patterns, cancellation).ConfigureAwait(false);
        var schedules = matches
            .Where(match => match.Orphan is null)
            .Select(match => byName.GetValueOrDefault(match.Definition.Name))
            .OfType<Schedule>();
        var orphans = matches
            .Select(match => match.Orphan)
            .OfType<Orphan>()
            .Where(orphan => isWanted(orphan.Source, orphan.Scheduler));
        return [.. schedules, .. await ReadOrphansAsync([.. orphans], cancellation).ConfigureAwait(false)];
    }

    /// <summary>The schedules of these definitions, in the same order. Each scheduler is asked once.</summary>
    public async Task<IReadOnlyList<Schedule>> ReadAsync(
        IReadOnlyList<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var live = new Dictionary<string, LiveState>(StringComparer.Ordinal);
        foreach (var group in definitions.GroupBy(definition => definition.Scheduler))
        {
            var scheduler = services.Schedulers.For(group.Key);
            var states = await AskWithWarningAsync(scheduler, [.. group], cancellation).ConfigureAwait(false);
            foreach (var (name, state) in states)
                live[name] = state;
            if (states.Values.Any(state => state.State == ScheduleState.NotRunning))
                foreach (var warning in scheduler.Query.Warnings())
                    services.Reporter.Warning(warning);
        }
        return [.. definitions.Select(definition => Combine(definition, live[definition.Name]))];
    }

    /// <summary>What a scheduler says about schedules. A scheduler that does not answer is a state too.</summary>
    public static async Task<IReadOnlyDictionary<string, LiveState>> AskAsync(
        IScheduler scheduler,
        IReadOnlyList<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        string reason;
        try
        {
            if (scheduler.Unavailable is not { } unavailable)
                return await scheduler.Query.QueryAsync(definitions, cancellation).ConfigureAwait(false);
            reason = $"{unavailable.Reason} {unavailable.Recommendation}";
        }
        catch (MempalaceException error)
        {
            reason = error.Message;
        }
        return definitions.ToDictionary(
            definition => definition.Name,
            _ => new LiveState { State = ScheduleState.Unreachable, Detail = reason }
        );
    }

    /// <summary>A schedule whose state in the scheduler is already known.</summary>
    public Schedule Combine(ScheduleDefinition definition, LiveState live)
    {
        var runs = NewestRuns(definition);
        var running = RunMarker.Read(services.Paths, definition.Name);
        var findings = health.Read(definition, live, runs, running is not null);
        var backups = definition.Container is null ? PalaceBackups.Read(definition.Palace) : null;
        var (started, outcome, reason) = LastRun(runs.FirstOrDefault(), running);
        return new Schedule(definition, services.Paths)
        {
            Enabled = definition.Enabled && live.State is not (ScheduleState.Disabled or ScheduleState.Missing),
            State = running is not null ? ScheduleState.Running : live.State,
            Health = findings.Count > 0 ? findings[0].Health : ScheduleHealth.Healthy,
            HealthDetail = HealthFinding.Describe(findings),
            NextRun = NextRun(definition, live)?.ToLocalTime(),
            LastRun = started,
            LastOutcome = outcome,
            LastReason = reason,
            Backups = backups?.Count,
            BackupSize = backups?.Sum(backup => backup.Size),
        };
    }

    /// <summary>The next run of the calendar, or the next try of a busy occurrence if that is earlier.</summary>
    private DateTimeOffset? NextRun(ScheduleDefinition definition, LiveState live) =>
        live.State is ScheduleState.Waiting or ScheduleState.Running
        && RetryMark.Read(services.Paths, definition.Name) is { } retry
        && retry > DateTimeOffset.UtcNow
        && !(retry > live.NextRun)
            ? retry
            : live.NextRun;

    private static (DateTimeOffset? Started, MineOutcome? Outcome, string Reason) LastRun(
        MineRun? last,
        RunMarker? running
    ) =>
        running is not null
            ? (running.Started.ToLocalTime(), MineOutcome.Running, "")
            : (last?.Started, last?.Outcome, last?.Reason ?? "");

    /// <summary>
    /// The definitions that names refer to. Names that refer to nothing are reported later, by the finder.
    /// </summary>
    private IReadOnlyList<ScheduleDefinition> Definitions(
        IReadOnlyList<NamePattern> patterns,
        Func<MineSource, SchedulerKind, bool> isWanted
    )
    {
        var known = services.Definitions.Names();
        return
        [
            .. patterns
                .SelectMany(pattern => pattern.Expand(known))
                .Distinct(StringComparer.Ordinal)
                .Where(known.Contains)
                .Select(services.Definitions.FindReadable)
                .OfType<ScheduleDefinition>()
                .Where(definition => isWanted(definition.Source, definition.Scheduler)),
        ];
    }

    private async Task<IReadOnlyList<Schedule>> ReadOrphansAsync(
        IReadOnlyList<Orphan> orphans,
        CancellationToken cancellation
    )
    {
        var schedules = new List<Schedule>();
        foreach (var group in orphans.GroupBy(orphan => (orphan.Scheduler, orphan.Definition.LabelPrefix)))
        {
            var scheduler = services.Schedulers.For(group.Key.Scheduler);
            List<ScheduleDefinition> definitions = [.. group.Select(orphan => orphan.Definition)];
            var states = scheduler.Traits.KeepsArtefacts
                ? await AskWithWarningAsync(scheduler, definitions, cancellation).ConfigureAwait(false)
                : definitions.ToDictionary(definition => definition.Name, _ => LiveState.Missing);
            schedules.AddRange(group.Select(orphan => Combine(orphan, states[orphan.Name])));
        }
        return [.. schedules.OrderBy(schedule => schedule.Name, StringComparer.Ordinal)];
    }

    private Schedule Combine(Orphan orphan, LiveState live) =>
        new(orphan.Definition, services.Paths)
        {
            At = orphan.IsCalendarKnown ? orphan.Definition.At : "",
            Enabled = live.State is ScheduleState.Waiting or ScheduleState.Running or ScheduleState.NotRunning,
            State = live.State,
            Health = ScheduleHealth.Orphaned,
            HealthDetail = $"{orphan.Description} {orphan.Recommendation}",
            NextRun = orphan.IsCalendarKnown ? live.NextRun?.ToLocalTime() : null,
        };

    private async Task<IReadOnlyDictionary<string, LiveState>> AskWithWarningAsync(
        IScheduler scheduler,
        IReadOnlyList<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var states = await AskAsync(scheduler, definitions, cancellation).ConfigureAwait(false);
        var unreachable = states.Values.FirstOrDefault(state => state.State == ScheduleState.Unreachable);
        if (unreachable is not null)
            services.Reporter.Warning(
                $"{scheduler.Title} did not answer, so states and next runs are unknown. {unreachable.Detail}"
            );
        return states;
    }

    /// <summary>
    /// The newest runs, up to the last one that succeeded. Skipped runs are read for no longer than the health needs
    /// them. An unreadable history does not hide the schedule.
    /// </summary>
    private List<MineRun> NewestRuns(ScheduleDefinition definition)
    {
        var runs = new List<MineRun>();
        var enough = definition.Recurrence.MaximumGap * (StoreMissingRule.Intervals + 1);
        var store = definition.Store?.WithPattern();
        DateTimeOffset? lastSkip = null;
        try
        {
            foreach (var run in services.History.Read(definition.Name))
            {
                runs.Add(run);
                if (Outcomes.IsSuccess(run.Outcome))
                    break;
                if (store is not null && Outcomes.FoundNoStore(run, store))
                    lastSkip ??= run.Started;
                if (run.Outcome == MineOutcome.Skipped && (lastSkip ?? runs[0].Started) - run.Started > enough)
                    break;
            }
        }
        catch (MempalaceException error)
        {
            services.Reporter.Warning($"{error.Message} {error.Recommendation}");
        }
        return runs;
    }
}

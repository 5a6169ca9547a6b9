using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Mining;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Operations;

/// <summary>Installs and updates schedules: any number of them as one change, with one question before it and one after.</summary>
internal sealed class InstallOperation(Workbench bench, IScheduler scheduler, InstallOptions options)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ScheduleFiles files = new(bench.OwnFiles, scheduler);
    private readonly Dictionary<string, LiveState> live = new(StringComparer.Ordinal);
    private readonly HashSet<string> stale = new(StringComparer.Ordinal);

    /// <summary>What the scheduler said last of the schedules that it was asked about.</summary>
    public IReadOnlyDictionary<string, LiveState> Live => live;

    /// <summary>Refuses a schedule that cannot be rendered, and one that would replace somebody else's file.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>; <c>ScheduleExists</c> without -Force.</exception>
    public void Check(ScheduleDefinition definition)
    {
        var adopted = options
            .AdoptedBy([definition])
            .SelectMany(pair => pair.Job.Files)
            .ToHashSet(StringComparer.Ordinal);
        if (!options.Force)
            PlanRunner.CheckOwnership(
                files.All(definition).Where(file => !adopted.Contains(file.Path)),
                definition.Name
            );
        PlanAll([definition]);
    }

    /// <summary>The plan for one schedule by itself: what a person is shown before anything happens.</summary>
    public ChangePlan Plan(ScheduleDefinition definition) => PlanAll([definition]);

    /// <summary>Asks the scheduler about those that have left a trace on the disk: of the others it cannot know anything.</summary>
    public async Task LookAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        var traced = definitions
            .Where(definition => files.All(definition).Any(file => !file.IsShared && File.Exists(file.Path)))
            .ToList();
        await AskAsync(traced, cancellation).ConfigureAwait(false);
        foreach (var definition in traced.Where(definition => definition.Enabled && IsAccepted(definition.Name)))
            if (!await scheduler.HasThisVersionAsync(definition, cancellation).ConfigureAwait(false))
                stale.Add(definition.Name);
    }

    /// <summary>Whether a schedule is already just as its definition says, files and scheduler alike, as far as was seen.</summary>
    public bool IsCurrent(ScheduleDefinition definition) =>
        IsAsWanted(definition)
        && live[definition.Name].Difference.Length == 0
        && !stale.Contains(definition.Name)
        && files.All(definition).All(FileState.Holds)
        && !(options.EnableLinger && scheduler.Caveats().Count > 0)
        && !options.AdoptedBy([definition]).Any();

    /// <summary>Carries out the install of all of them, and asks the scheduler for each one's next run.</summary>
    public Task ApplyAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation) =>
        bench.NewRunner().ApplyAsync(PlanAll(definitions), () => VerifyAsync(definitions, cancellation), cancellation);

    private ChangePlan PlanAll(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var active = definitions
            .Select(definition => definition.Name)
            .Where(IsAccepted)
            .ToHashSet(StringComparer.Ordinal);
        return LeaveOthers(definitions)
            .Then(new ChangePlan([.. definitions.SelectMany(files.Own).Distinct()]))
            .Then(Resume(definitions))
            .Then(scheduler.PlanInstall(definitions, active, options));
    }

    /// <summary>A schedule moves: what another scheduler has of it, or this one under another label, is removed in the same change, so that it never runs twice.</summary>
    private ChangePlan LeaveOthers(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var moving = definitions
            .Select(definition => (Old: Installed(definition.Name), New: definition))
            .Where(pair =>
                pair.Old is { } old && (old.Scheduler != scheduler.Kind || !scheduler.TakesPlaceOf(old, pair.New))
            )
            .Select(pair => pair.Old!);
        var plan = ChangePlan.Empty;
        foreach (var group in moving.GroupBy(old => old.Scheduler))
        {
            var other = bench.Schedulers.Of(group.Key);
            if (other.Unavailable is not { } why)
                plan = plan.Then(other.PlanRemove([.. group]));
            else if (!options.Force)
                throw Fault.SchedulerUnavailable(
                    other.Title,
                    why.Found,
                    $"'{group.First().Name}' is installed there and cannot be taken out from here. {why.WayOut} With -Force it is left there."
                );
        }
        return plan;
    }

    /// <summary>A schedule that was disabled begins anew: its missed occurrences are taken as handled.</summary>
    private ChangePlan Resume(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var plan = ChangePlan.Empty;
        foreach (
            var definition in definitions.Where(definition =>
                definition.Enabled && Installed(definition.Name) is { Enabled: false }
            )
        )
            plan = plan.Then(
                    new ChangePlan([
                        new WriteFile(
                            OccurrenceStamp.PathOf(bench.Paths, definition.Name),
                            OccurrenceStamp.Write(DateTimeOffset.Now) + "\n",
                            Private,
                            ""
                        ),
                    ])
                )
                .Then(scheduler.PlanResume(definition));
        return plan;
    }

    private ScheduleDefinition? Installed(string name)
    {
        try
        {
            return bench.Definitions.Find(name);
        }
        catch (MempalaceException) when (options.Force)
        {
            return null; // it cannot be read, and is to be replaced
        }
    }

    private async Task AskAsync(IReadOnlyCollection<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        foreach (var (name, state) in await scheduler.QueryAsync(definitions, cancellation).ConfigureAwait(false))
            live[name] = state;
    }

    private bool IsAccepted(string name) => live.TryGetValue(name, out var state) && state.IsAccepted;

    private bool IsAsWanted(ScheduleDefinition definition) =>
        definition.Enabled
            ? IsAccepted(definition.Name)
            : live.TryGetValue(definition.Name, out var state) && state.State == ScheduleState.Disabled;

    private async Task VerifyAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        await AskAsync(definitions, cancellation).ConfigureAwait(false);
        foreach (var definition in definitions)
            if (!IsAsWanted(definition) || (definition.Enabled && live[definition.Name].NextRun is null))
                throw definition.Enabled
                    ? Fault.InstallNotVerified(definition.Name, scheduler.Title, live[definition.Name].Detail)
                    : Fault.DisableNotVerified(definition.Name, scheduler.Title, live[definition.Name].Detail);
    }
}

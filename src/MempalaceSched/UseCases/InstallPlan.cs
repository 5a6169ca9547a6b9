using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>
/// Plans, applies and verifies the install of any number of schedules on one scheduler, as one change.
/// </summary>
internal sealed class InstallPlan(Services services, IScheduler scheduler, InstallOptions options)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ScheduleFiles files = new(services.OwnFiles, scheduler);
    private readonly Dictionary<string, LiveState> live = new(StringComparer.Ordinal);
    private readonly HashSet<string> outOfDate = new(StringComparer.Ordinal);

    /// <summary>The last known state of each schedule that the scheduler was asked about.</summary>
    public IReadOnlyDictionary<string, LiveState> Live => live;

    /// <summary>Rejects a schedule that cannot be rendered, and one that would replace a file of the user.</summary>
    /// <exception cref="MempalaceException">
    /// <c>ValueNotRepresentable</c>; <c>ScheduleExists</c> without -Force.
    /// </exception>
    public void Check(ScheduleDefinition definition)
    {
        var adopted = options.AdoptedBy([definition]).SelectMany(pair => pair.Job.Files);
        var others = files.All(definition).Where(file => !adopted.Contains(file.Path, StringComparer.Ordinal));
        if (!options.Force)
            PlanRunner.CheckOwnership(others, definition.Name);
        PlanFor([definition]);
    }

    /// <summary>The plan for these schedules.</summary>
    public ChangePlan PlanFor(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var names = definitions.Select(definition => definition.Name);
        var active = names.Where(IsAccepted).ToHashSet(StringComparer.Ordinal);
        return RemoveFromOldPlaces(definitions)
            .Then(new ChangePlan([.. definitions.SelectMany(files.Own).Distinct()]))
            .Then(Resume(definitions))
            .Then(scheduler.Planner.PlanInstall(definitions, active, options));
    }

    /// <summary>Asks the scheduler about the schedules that have a file. It cannot know the others.</summary>
    public async Task QueryAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        foreach (var definition in definitions)
        {
            live.Remove(definition.Name);
            outOfDate.Remove(definition.Name);
        }
        var present = definitions.Where(definition => files.All(definition).Any(IsPresent)).ToList();
        await AskAsync(present, cancellation).ConfigureAwait(false);
        foreach (var definition in present.Where(definition => definition.Enabled && IsAccepted(definition.Name)))
            if (!await scheduler.Query.IsCurrentVersionAsync(definition, cancellation).ConfigureAwait(false))
                outOfDate.Add(definition.Name);
    }

    /// <summary>
    /// Whether files and scheduler already match the definition, as far as <see cref="QueryAsync"/> saw.
    /// </summary>
    public bool IsCurrent(ScheduleDefinition definition) =>
        HasWantedState(definition)
        && live[definition.Name].Difference.Length == 0
        && !outOfDate.Contains(definition.Name)
        && files.All(definition).All(FileState.Holds)
        && !(options.EnableLinger && scheduler.Query.LingerWarning is not null)
        && !options.AdoptedBy([definition]).Any();

    /// <summary>Applies the plan, then asks the scheduler for the next run of each schedule.</summary>
    public Task ApplyAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation) =>
        services
            .NewRunner()
            .ApplyAsync(PlanFor(definitions), () => VerifyAsync(definitions, cancellation), cancellation);

    /// <summary>
    /// Removes schedules that move from their old scheduler or label, in the same change, so that they are never
    /// installed twice.
    /// </summary>
    private ChangePlan RemoveFromOldPlaces(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var moving = definitions
            .Select(definition => (Old: FindInstalled(definition.Name), New: definition))
            .Where(pair => pair.Old is not null && !IsReplaced(pair.Old, pair.New))
            .Select(pair => pair.Old!);
        var plan = ChangePlan.Empty;
        foreach (var group in moving.GroupBy(old => old.Scheduler))
        {
            var other = services.Schedulers.For(group.Key);
            if (other.Unavailable is not { } unavailable)
                plan = plan.Then(other.Planner.PlanRemove([.. group]));
            else if (!options.Force)
                throw Error.SchedulerUnavailable(
                    other.Title,
                    unavailable.Reason,
                    $"'{group.First().Name}' is installed there and cannot be removed from here. "
                        + $"{unavailable.Recommendation} To leave it there, use -Force."
                );
        }
        return plan;
    }

    private bool IsReplaced(ScheduleDefinition old, ScheduleDefinition definition) =>
        old.Scheduler == scheduler.Kind && scheduler.Planner.Replaces(old, definition);

    /// <summary>
    /// When a schedule is enabled again, occurrences in between count as handled, because nobody expected them to run.
    /// An install enables the schedule, so this applies to an install as well.
    /// </summary>
    private ChangePlan Resume(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var plan = ChangePlan.Empty;
        foreach (var definition in definitions.Where(IsBeingEnabled))
        {
            var stamp = new WriteFile(
                OccurrenceStamp.PathOf(services.Paths, definition.Name),
                OccurrenceStamp.Write(DateTimeOffset.Now) + "\n",
                Private,
                ""
            );
            plan = plan.Then(new ChangePlan([stamp])).Then(scheduler.Planner.PlanResume(definition));
        }
        return plan;
    }

    private bool IsBeingEnabled(ScheduleDefinition definition) =>
        definition.Enabled && FindInstalled(definition.Name) is { Enabled: false };

    private ScheduleDefinition? FindInstalled(string name)
    {
        try
        {
            return services.Definitions.Find(name);
        }
        catch (MempalaceException) when (options.Force)
        {
            return null; // -Force replaces a definition that cannot be read.
        }
    }

    private static bool IsPresent(WriteFile file) => !file.IsShared && File.Exists(file.Path);

    private async Task AskAsync(IReadOnlyCollection<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        if (definitions.Count == 0)
            return;
        var states = await scheduler.Query.QueryAsync(definitions, cancellation).ConfigureAwait(false);
        foreach (var (name, state) in states)
            live[name] = state;
    }

    private bool IsAccepted(string name) => live.TryGetValue(name, out var state) && state.IsAccepted;

    private bool HasWantedState(ScheduleDefinition definition) =>
        definition.Enabled
            ? IsAccepted(definition.Name)
            : live.TryGetValue(definition.Name, out var state) && state.State == ScheduleState.Disabled;

    private async Task VerifyAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        await AskAsync(definitions, cancellation).ConfigureAwait(false);
        foreach (var definition in definitions)
        {
            var found = live[definition.Name];
            if (definition.Enabled && (!HasWantedState(definition) || found.NextRun is null))
                throw Error.InstallNotVerified(definition.Name, scheduler.Title, found.Detail);
            if (!HasWantedState(definition))
                throw Error.DisableNotVerified(definition.Name, scheduler.Title, found.Detail);
        }
    }
}

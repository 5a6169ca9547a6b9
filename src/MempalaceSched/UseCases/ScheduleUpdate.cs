using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>
/// Installs or changes any number of schedules, as one change per scheduler: find what differs, preview, confirm, lock,
/// check again, apply, verify.
/// </summary>
/// <remarks>
/// The preview and the confirmation use the state before the lock is taken. With the lock, each change is calculated
/// again from the current definition, so concurrent changes of different settings are all kept. If a schedule was moved
/// to another scheduler in the meantime, it is not moved back: that is an error, and the user must repeat the command.
/// </remarks>
/// <param name="services">The machine.</param>
/// <param name="options">What else the install does.</param>
/// <param name="confirmation">Shows or asks about each change.</param>
/// <param name="verb">The verb in previews and questions, as in "Install the schedule".</param>
internal sealed class ScheduleUpdate(Services services, InstallOptions options, Confirmation confirmation, string verb)
{
    private readonly ReadSchedules reader = new(services);
    private readonly List<Target> targets = [];
    private readonly Dictionary<SchedulerKind, InstallPlan> plans = [];

    /// <summary>Adds a complete definition that is to be in place after the update.</summary>
    /// <exception cref="MempalaceException">
    /// <c>OptionConflict</c> for a name that was added already; what <see cref="InstallPlan.Check"/> throws.
    /// </exception>
    public void Add(ScheduleDefinition definition, IScheduler scheduler) =>
        Add(new Target(definition, scheduler, null, null));

    /// <summary>Adds a change of an installed schedule.</summary>
    /// <param name="from">The definition as it was read.</param>
    /// <param name="scheduler">The scheduler that it will be on.</param>
    /// <param name="change">
    /// Makes the new definition. It is called again if another process changed the schedule before the lock was
    /// taken, so that neither change is lost.
    /// </param>
    /// <inheritdoc cref="Add(ScheduleDefinition, IScheduler)"/>
    public async Task AddChangeAsync(
        ScheduleDefinition from,
        IScheduler scheduler,
        Func<ScheduleDefinition, Task<ScheduleDefinition>> change
    ) => Add(new Target(await change(from).ConfigureAwait(false), scheduler, from, change));

    /// <summary>Makes all changes.</summary>
    /// <returns>The schedules that are in place now. A failed change was reported and undone.</returns>
    public async Task<IReadOnlyList<Schedule>> RunAsync(CancellationToken cancellation)
    {
        if (targets.Count > 0)
            UnusedTemplates.Warn(services);
        var schedules = new List<Schedule>();
        foreach (var group in targets.GroupBy(target => target.Definition.Scheduler))
            await services
                .Reporter.TryAsync(async () =>
                    schedules.AddRange(await RunAsync([.. group], cancellation).ConfigureAwait(false))
                )
                .ConfigureAwait(false);
        return schedules;
    }

    private void Add(Target target)
    {
        if (targets.Any(other => other.Name == target.Name))
            throw Error.OptionConflict(
                $"The schedule '{target.Name}' is specified more than once.",
                "Specify each name once.",
                target.Name
            );
        PlanFor(target.Scheduler).Check(target.Definition);
        targets.Add(target);
    }

    private async Task<IReadOnlyList<Schedule>> RunAsync(List<Target> group, CancellationToken cancellation)
    {
        var scheduler = group[0].Scheduler;
        var plan = PlanFor(scheduler);
        if (scheduler.Unavailable is null)
            await plan.QueryAsync([.. group.Select(target => target.Definition)], cancellation).ConfigureAwait(false);
        var current = group.Where(target => plan.IsCurrent(target.Definition)).ToList();
        foreach (var target in current)
            services.Reporter.Verbose($"'{target.Name}' is already installed with these settings.");
        var confirmed = new List<Target>();
        foreach (var target in group.Except(current))
            if (await ConfirmAsync(target, plan, cancellation).ConfigureAwait(false))
                confirmed.Add(target);
        var changed = await ApplyAsync(plan, confirmed, cancellation).ConfigureAwait(false);
        var byName = current.Concat(changed).ToDictionary(target => target.Name, StringComparer.Ordinal);
        var inPlace = group
            .Select(target => byName.GetValueOrDefault(target.Name)?.Definition)
            .OfType<ScheduleDefinition>()
            .ToList();
        if (inPlace.Any(definition => definition.Enabled))
            foreach (var warning in scheduler.Query.Warnings())
                services.Reporter.Warning(warning);
        return [.. inPlace.Select(definition => reader.Combine(definition, plan.Live[definition.Name]))];
    }

    private Task<bool> ConfirmAsync(Target target, InstallPlan plan, CancellationToken cancellation)
    {
        var action = $"{verb} the schedule '{target.Name}'";
        var title = target.Scheduler.Title;
        return confirmation.AskAsync(
            $"{action} on {title}",
            $"{action} ({target.Definition.At}) on {title}?",
            token => plan.PlanFor([target.Definition]).PreviewAsync(services.ChangeContext, token),
            cancellation
        );
    }

    /// <summary>
    /// Applies the changes. If another process changed a schedule first, the change is made again from its new
    /// definition.
    /// </summary>
    private async Task<IReadOnlyList<Target>> ApplyAsync(
        InstallPlan plan,
        IReadOnlyList<Target> confirmed,
        CancellationToken cancellation
    )
    {
        while (confirmed.Count > 0)
        {
            try
            {
                using var _ = await ChangeLock.TakeAsync(services.Paths, cancellation).ConfigureAwait(false);
                List<ScheduleDefinition> definitions = [.. confirmed.Select(target => target.Definition)];
                foreach (var target in confirmed)
                    target.CheckUnchanged(services.Definitions);
                // Other processes may have changed the schedules before this process had the lock.
                await plan.QueryAsync(definitions, cancellation).ConfigureAwait(false);
                await plan.ApplyAsync(definitions, cancellation).ConfigureAwait(false);
                return confirmed;
            }
            catch (MempalaceException error) when (error.Id == Error.ScheduleChangedId)
            {
                services.Reporter.Verbose($"{error.Message} The change is applied to the new version.");
                var remade = new List<Target>();
                foreach (var target in confirmed)
                    remade.Add(await target.RemakeAsync(services.Definitions).ConfigureAwait(false));
                foreach (var target in remade)
                    plan.Check(target.Definition);
                confirmed = remade;
            }
        }
        return confirmed;
    }

    /// <summary>
    /// The plan of a scheduler. There is one for the whole update, because it caches what it rendered.
    /// </summary>
    private InstallPlan PlanFor(IScheduler scheduler)
    {
        if (!plans.TryGetValue(scheduler.Kind, out var plan))
            plans[scheduler.Kind] = plan = new InstallPlan(services, scheduler, options);
        return plan;
    }

    /// <summary>A definition that is to be in place, and how it was made from an installed one.</summary>
    private sealed record Target(
        ScheduleDefinition Definition,
        IScheduler Scheduler,
        ScheduleDefinition? From,
        Func<ScheduleDefinition, Task<ScheduleDefinition>>? Change
    )
    {
        public string Name => Definition.Name;

        /// <exception cref="MempalaceException"><c>ScheduleChanged</c>.</exception>
        public void CheckUnchanged(DefinitionStore definitions)
        {
            if (From is null)
                return;
            var now = definitions.Find(From.Name);
            if (now is null || DefinitionFormat.Write(now) != DefinitionFormat.Write(From))
                throw Error.ScheduleChanged(From.Name);
        }

        /// <exception cref="MempalaceException">
        /// <c>ScheduleNotFound</c>; <c>ScheduleMoved</c>, because the user confirmed a change on the old scheduler.
        /// </exception>
        public async Task<Target> RemakeAsync(DefinitionStore definitions)
        {
            if (From is null || Change is null)
                return this;
            var now = definitions.Find(From.Name) ?? throw Error.ScheduleNotFound(From.Name, definitions.Names());
            if (now.Scheduler != From.Scheduler)
                throw Error.ScheduleMoved(From.Name, now.Scheduler.ToString());
            return this with { From = now, Definition = await Change(now).ConfigureAwait(false) };
        }
    }
}

using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>A cmdlet about schedules: how definitions are found, and how they are put in place, whichever cmdlet wants it.</summary>
public abstract class ScheduleCommand : MempalaceCommand
{
    private readonly List<ScheduleDefinition> wanted = [];
    private readonly Dictionary<string, DefinitionChange> changes = new(StringComparer.Ordinal);
    private readonly Dictionary<SchedulerKind, InstallOperation> installations = [];
    private IReadOnlyList<Orphan>? orphans;

    /// <summary>What is left of schedules without a definition. The schedulers are searched once.</summary>
    private protected IReadOnlyList<Orphan> Orphans => orphans ??= Wait(Bench.Orphans.FindAsync);

    /// <summary>Does something while the schedulers are searched for what is left: each asks other programs, and neither needs the other's answer.</summary>
    private protected async Task<T> BesideOrphansAsync<T>(
        Func<CancellationToken, Task<T>> work,
        CancellationToken token
    )
    {
        var search = Bench.Orphans.FindAsync(token);
        var result = await work(token).ConfigureAwait(false);
        orphans = await search.ConfigureAwait(false);
        return result;
    }

    /// <summary>What else an install may do; most cmdlets have no such parameters.</summary>
    private protected virtual InstallOptions Options { get; } = new(EnableLinger: false, Force: false);

    /// <summary>The scheduler of an installed schedule. To look at a plan, it need not be one that works here.</summary>
    private protected IScheduler SchedulerOf(SchedulerKind kind)
    {
        var scheduler = Bench.Schedulers.Of(kind);
        if (scheduler.Unavailable is not { } why)
            return scheduler;
        if (!IsWhatIf)
            throw Fault.SchedulerUnavailable(scheduler.Title, why.Reason, why.Recommendation);
        WriteWarning($"{scheduler.Title} cannot be used here: {why.Reason} This is only the plan.");
        return scheduler;
    }

    /// <summary>The definitions that names mean, some of them wildcards. A literal name that means none is an error of that name.</summary>
    private protected IReadOnlyList<ScheduleDefinition> Find(IEnumerable<string> names)
    {
        var known = Bench.Definitions.Names();
        var found = new List<ScheduleDefinition>();
        foreach (
            var name in names
                .SelectMany(pattern => NameSelection.Expand(pattern, known))
                .Distinct(StringComparer.Ordinal)
        )
            TryItem(() => found.Add(NameSelection.Find(name, Bench.Definitions)));
        return found;
    }

    /// <summary>The schedules that names mean, and what is left of others of these names.</summary>
    private protected IReadOnlyList<Found> FindAll(IEnumerable<string> names)
    {
        var known = Bench.Definitions.Names();
        var all = known
            .Concat(Orphans.Select(orphan => orphan.Name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        var found = new List<Found>();
        foreach (
            var name in names.SelectMany(pattern => NameSelection.Expand(pattern, all)).Distinct(StringComparer.Ordinal)
        )
        {
            var left = Orphans.Where(orphan => orphan.Name == name).ToList();
            if (left.Count == 0 || known.Contains(name))
                TryItem(() => found.Add(new Found(NameSelection.Find(name, Bench.Definitions), null)));
            found.AddRange(left.Select(orphan => new Found(orphan.Definition, orphan)));
        }
        return found;
    }

    /// <summary>What these objects stand for, and nothing else of their names.</summary>
    private protected IReadOnlyList<Found> FindAll(IEnumerable<Schedule> schedules) =>
        [
            .. schedules.SelectMany(schedule =>
                FindAll([schedule.Name])
                    .Where(found =>
                        found.Orphan is null
                            ? schedule.Health != ScheduleHealth.Orphaned
                            : schedule.Health == ScheduleHealth.Orphaned && found.Orphan.Scheduler == schedule.Scheduler
                    )
            ),
        ];

    /// <summary>Takes an installed schedule that is to be another one at the end of the call.</summary>
    /// <param name="from">Its definition.</param>
    /// <param name="scheduler">The scheduler that it is to be under.</param>
    /// <param name="make">Makes the new definition of whatever it is by then: others may change other settings meanwhile.</param>
    /// <param name="asItIs">Whether it was complete when it was installed, and is not to be resolved again.</param>
    private protected void Change(
        ScheduleDefinition from,
        IScheduler scheduler,
        Func<ScheduleDefinition, ScheduleDefinition> make,
        bool asItIs = false
    )
    {
        Want(make(from), scheduler, asItIs);
        changes[from.Name] = new DefinitionChange(from, definition => Complete(make(definition), scheduler, asItIs));
    }

    /// <summary>Takes a definition that is to be in place at the end of the call.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="scheduler">Its scheduler.</param>
    /// <param name="asItIs">Whether it was complete when it was installed, and is not to be resolved again.</param>
    private protected void Want(ScheduleDefinition definition, IScheduler scheduler, bool asItIs = false)
    {
        var complete = Complete(definition, scheduler, asItIs);
        if (wanted.Any(other => other.Name == complete.Name))
            throw Fault.OptionConflict(
                $"This call already has a schedule named '{complete.Name}'.",
                "Name each of them once.",
                complete.Name
            );
        Installation(scheduler).Check(complete);
        wanted.Add(complete);
    }

    private ScheduleDefinition Complete(ScheduleDefinition definition, IScheduler scheduler, bool asItIs) =>
        !asItIs && scheduler.Unavailable is null
            ? Wait(token => scheduler.Planner.CompleteAsync(definition, token))
            : definition;

    /// <summary>Puts in place what is wanted: one change for each scheduler.</summary>
    /// <param name="verb">What is done to a schedule, as in "Install the schedule".</param>
    /// <param name="show">Takes each schedule that is in place then.</param>
    private protected void PutInPlace(string verb, Action<Schedule> show)
    {
        if (wanted.Count > 0)
            WarnOfStrayTemplates();
        foreach (var group in wanted.GroupBy(definition => definition.Scheduler))
            TryItem(() => PutInPlace([.. group], verb, show));
    }

    /// <summary>Says which files among the user's own templates nothing ever reads.</summary>
    private protected void WarnOfStrayTemplates()
    {
        foreach (var path in new TemplateSource(Bench.Paths.Templates).Strays())
            WriteWarning(
                $"'{path}' is not used: no template has that name. Those there are: {string.Join(", ", TemplateSource.Names)}."
            );
    }

    /// <summary>Finds out which of them would change anything, carries out these changes as one, and shows what is there then.</summary>
    private void PutInPlace(List<ScheduleDefinition> definitions, string verb, Action<Schedule> show)
    {
        var scheduler = Bench.Schedulers.Of(definitions[0].Scheduler);
        var install = Installation(scheduler);
        if (scheduler.Unavailable is null)
            Wait(token => install.LookAsync(definitions, token));
        var current = definitions.Where(install.IsCurrent).ToList();
        foreach (var definition in current)
            WriteVerbose($"'{definition.Name}' is installed just so; nothing is changed.");
        var changed = definitions
            .Except(current)
            .Where(definition => Confirm(definition, scheduler, install, verb))
            .ToList();
        changed = Apply(install, changed);

        var shown = definitions
            .Where(definition => current.Contains(definition) || changed.Contains(definition))
            .ToList();
        foreach (var definition in shown)
            show(Bench.Reader.Combine(definition, install.Live[definition.Name]));
        foreach (var caveat in shown.Any(definition => definition.Enabled) ? scheduler.Query.Warnings() : [])
            WriteWarning(caveat);
    }

    /// <summary>Removes what is left of schedules, as one change.</summary>
    private protected void RemoveOrphans(IReadOnlyList<Orphan> left, bool purge)
    {
        var removal = new RemoveOperation(Bench, purge);
        var going = new List<ScheduleDefinition>();
        foreach (var orphan in left)
            TryItem(() =>
            {
                removal.Check(orphan.Definition);
                var what = $"what is left of '{orphan.Name}' under {Bench.Schedulers.Of(orphan.Scheduler).Title}";
                var description = IsWhatIf
                    ? $"Remove {what}:\n{Preview(removal.Plan([orphan.Definition]))}"
                    : $"Removing {what}";
                if (ShouldProcess(description, $"Remove {what}?", MyInvocation.MyCommand.Name))
                    going.Add(orphan.Definition);
            });
        if (going.Count > 0)
            TryItem(() => Wait(token => removal.ApplyLockedAsync(going, token)));
    }

    private bool Confirm(ScheduleDefinition definition, IScheduler scheduler, InstallOperation install, string verb)
    {
        var what = $"{verb} the schedule '{definition.Name}'";
        var description = IsWhatIf
            ? $"{what} under {scheduler.Title}:\n{Preview(install.Plan(definition))}"
            : $"{what} under {scheduler.Title}";
        return ShouldProcess(
            description,
            $"{what} ({definition.At}) under {scheduler.Title}?",
            MyInvocation.MyCommand.Name
        );
    }

    /// <summary>Carries the changes out. Where somebody else was faster with one of them, it is made once more, of what that one has made.</summary>
    private List<ScheduleDefinition> Apply(InstallOperation install, List<ScheduleDefinition> changed)
    {
        while (changed.Count > 0)
        {
            try
            {
                Wait(token => ApplyAsync(install, changed, token));
                break;
            }
            catch (MempalaceException fault) when (fault.Id == Fault.ScheduleChangedId)
            {
                WriteVerbose($"{fault.Message} Once more, with that.");
                changed =
                [
                    .. changed.Select(definition =>
                        changes.TryGetValue(definition.Name, out var change)
                            ? change.Again(Bench.Definitions)
                            : definition
                    ),
                ];
            }
        }
        return changed;
    }

    private async Task ApplyAsync(
        InstallOperation install,
        IReadOnlyList<ScheduleDefinition> changed,
        CancellationToken token
    )
    {
        using var _ = await ChangeLock.TakeAsync(Bench.Paths, token).ConfigureAwait(false);
        foreach (var definition in changed)
            if (changes.TryGetValue(definition.Name, out var change))
                change.Check(Bench.Definitions);
        await install.LookAsync(changed, token).ConfigureAwait(false); // again: until the lock was ours, others may have changed them
        await install.ApplyAsync(changed, token).ConfigureAwait(false);
    }

    /// <summary>One for each scheduler and all of the call: it remembers what it has rendered.</summary>
    private InstallOperation Installation(IScheduler scheduler) =>
        installations.TryGetValue(scheduler.Kind, out var known)
            ? known
            : installations[scheduler.Kind] = new InstallOperation(Bench, scheduler, Options);
}

using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Operations;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;
using MempalaceSched.Templates;

namespace MempalaceSched.Commands;

/// <summary>A cmdlet about schedules: how definitions are found, and how they are put in place, whichever cmdlet wants it.</summary>
public abstract class ScheduleCommand : MempalaceCommand
{
    private readonly List<ScheduleDefinition> wanted = [];
    private readonly Dictionary<SchedulerKind, InstallOperation> installations = [];

    /// <summary>What else an install may do; most cmdlets have no such parameters.</summary>
    private protected virtual InstallOptions Options { get; } = new(EnableLinger: false, Force: false);

    /// <summary>The scheduler of an installed schedule. To look at a plan, it need not be one that works here.</summary>
    private protected IScheduler SchedulerOf(SchedulerKind kind)
    {
        var scheduler = Bench.Schedulers.Of(kind);
        if (scheduler.Unavailable is not { } why) return scheduler;
        if (!IsWhatIf) throw Fault.SchedulerUnavailable(scheduler.Title, why.Found, why.WayOut);
        WriteWarning($"{scheduler.Title} cannot be used here: {why.Found} This is only the plan.");
        return scheduler;
    }

    /// <summary>The definitions that names mean, some of them wildcards. A literal name that means none is an error of that name.</summary>
    private protected IReadOnlyList<ScheduleDefinition> Find(IEnumerable<string> names)
    {
        var known = Bench.Definitions.Names();
        var found = new List<ScheduleDefinition>();
        foreach (var name in names.SelectMany(pattern => NameSelection.Expand(pattern, known)).Distinct(StringComparer.Ordinal))
            TryItem(() => found.Add(NameSelection.Find(name, Bench.Definitions)));
        return found;
    }

    /// <summary>Takes a definition that is to be in place at the end of the call.</summary>
    private protected void Want(ScheduleDefinition definition, IScheduler scheduler)
    {
        var complete = scheduler.Unavailable is null ? Wait(token => scheduler.CompleteAsync(definition, token)) : definition;
        if (wanted.Any(other => other.Name == complete.Name))
            throw Fault.OptionConflict($"This call already has a schedule named '{complete.Name}'.", "Name each of them once.", complete.Name);
        Installation(scheduler).Check(complete);
        wanted.Add(complete);
    }

    /// <summary>Puts in place what is wanted: one change for each scheduler.</summary>
    /// <param name="verb">What is done to a schedule, as in "Install the schedule".</param>
    /// <param name="show">Takes each schedule that is in place then.</param>
    private protected void PutInPlace(string verb, Action<Schedule> show)
    {
        if (wanted.Count > 0) WarnOfStrayTemplates();
        foreach (var group in wanted.GroupBy(definition => definition.Scheduler)) TryItem(() => PutInPlace([.. group], verb, show));
    }

    /// <summary>Says which files among the user's own templates nothing ever reads.</summary>
    private protected void WarnOfStrayTemplates()
    {
        foreach (var path in new TemplateSource(Bench.Paths.Templates).Strays())
            WriteWarning($"'{path}' is not used: no template has that name. Those there are: {string.Join(", ", TemplateSource.Names)}.");
    }

    /// <summary>Finds out which of them would change anything, carries out these changes as one, and shows what is there then.</summary>
    private void PutInPlace(List<ScheduleDefinition> definitions, string verb, Action<Schedule> show)
    {
        var scheduler = Bench.Schedulers.Of(definitions[0].Scheduler);
        var install = Installation(scheduler);
        if (scheduler.Unavailable is null) Wait(token => install.LookAsync(definitions, token));
        var current = definitions.Where(install.IsCurrent).ToList();
        foreach (var definition in current) WriteVerbose($"'{definition.Name}' is installed just so; nothing is changed.");
        var changed = definitions.Except(current).Where(definition => Confirm(definition, scheduler, install, verb)).ToList();
        if (changed.Count > 0) Wait(token => ApplyAsync(install, changed, token));

        var shown = definitions.Where(definition => current.Contains(definition) || changed.Contains(definition)).ToList();
        foreach (var definition in shown) show(Bench.Reader.Combine(definition, install.Live[definition.Name]));
        foreach (var caveat in shown.Any(definition => definition.Enabled) ? scheduler.Caveats() : []) WriteWarning(caveat);
    }

    private bool Confirm(ScheduleDefinition definition, IScheduler scheduler, InstallOperation install, string verb)
    {
        var what = $"{verb} the schedule '{definition.Name}'";
        var description = IsWhatIf
            ? $"{what} under {scheduler.Title}:\n{Wait(install.Plan(definition).PreviewAsync)}"
            : $"{what} under {scheduler.Title}";
        return ShouldProcess(description, $"{what} ({definition.At}) under {scheduler.Title}?", MyInvocation.MyCommand.Name);
    }

    private async Task ApplyAsync(InstallOperation install, IReadOnlyList<ScheduleDefinition> changed, CancellationToken token)
    {
        using var _ = await ChangeLock.TakeAsync(Bench.Paths, token).ConfigureAwait(false);
        await install.LookAsync(changed, token).ConfigureAwait(false); // again: until the lock was ours, others may have changed them
        await install.ApplyAsync(changed, token).ConfigureAwait(false);
    }

    /// <summary>One for each scheduler and all of the call: it remembers what it has rendered.</summary>
    private InstallOperation Installation(IScheduler scheduler) => installations.TryGetValue(scheduler.Kind, out var known)
        ? known
        : installations[scheduler.Kind] = new InstallOperation(Bench, scheduler, Options);
}

using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>
/// The files of schedules under one scheduler. Each definition is rendered once, however often its files are asked for.
/// </summary>
internal sealed class ScheduleFiles(OwnFiles own, IScheduler scheduler)
{
    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> all = [];

    /// <summary>What every scheduler needs: the definition and the launcher.</summary>
    public IReadOnlyList<WriteFile> Own(ScheduleDefinition definition) => own.For(definition);

    /// <summary>These, and those that the scheduler itself wants.</summary>
    public IReadOnlyList<WriteFile> All(ScheduleDefinition definition) =>
        all.GetValue(definition, each => [.. Own(each), .. scheduler.Planner.FilesFor(each)]);

    /// <summary>All but the definition itself: what can drift from it.</summary>
    public IEnumerable<WriteFile> Rendered(ScheduleDefinition definition) => All(definition).Skip(1);
}

using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>What a name refers to: an installed schedule, or an orphan.</summary>
/// <param name="Definition">The definition. For an orphan it contains only what a removal needs.</param>
/// <param name="Orphan">The orphan; null for an installed schedule.</param>
internal sealed record ScheduleMatch(ScheduleDefinition Definition, Orphan? Orphan)
{
    /// <summary>Whether both refer to the same schedule or orphan.</summary>
    public bool IsSameAs(ScheduleMatch other) => Identity == other.Identity;

    private (string, SchedulerKind, string?, bool) Identity =>
        (Definition.Name, Definition.Scheduler, Definition.LabelPrefix, Orphan is null);
}

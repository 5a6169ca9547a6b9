using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>What a name means: an installed schedule, or what is left of one.</summary>
/// <param name="Definition">Its definition; of an orphan, as much as is needed to remove it.</param>
/// <param name="Orphan">The orphan; null for an installed schedule.</param>
internal sealed record Found(ScheduleDefinition Definition, Orphan? Orphan)
{
    /// <summary>Whether two mean the same.</summary>
    public bool IsSameAs(Found other) =>
        (Definition.Name, Definition.Scheduler, Definition.LabelPrefix, Orphan is null)
        == (other.Definition.Name, other.Definition.Scheduler, other.Definition.LabelPrefix, other.Orphan is null);
}

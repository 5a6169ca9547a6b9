using MempalaceSched.Errors;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>A change of an installed schedule: what it was made of, and how it is made of something else.</summary>
/// <param name="from">The definition as it was read.</param>
/// <param name="make">Makes the new definition.</param>
internal sealed class DefinitionChange(ScheduleDefinition from, Func<ScheduleDefinition, ScheduleDefinition> make)
{
    private ScheduleDefinition from = from;

    /// <summary>Whether the definition is still what it was. Called under the lock that everybody takes who changes one.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleChanged</c>.</exception>
    public void Check(DefinitionStore definitions)
    {
        if (definitions.Find(from.Name) is not { } now || DefinitionFormat.Write(now) != DefinitionFormat.Write(from))
            throw Fault.ScheduleChanged(from.Name);
    }

    /// <summary>The new definition, made of the one that there is now.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleNotFound</c>; <c>ScheduleMoved</c>, since it would have to be asked for again where it is to be.</exception>
    public ScheduleDefinition Again(DefinitionStore definitions)
    {
        var now = definitions.Find(from.Name) ?? throw Fault.ScheduleNotFound(from.Name, definitions.Names());
        if (now.Scheduler != from.Scheduler)
            throw Fault.ScheduleMoved(from.Name, now.Scheduler);
        from = now;
        return make(now);
    }
}

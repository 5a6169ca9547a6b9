using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>A schedule as the loop has it.</summary>
/// <param name="definition">Its definition.</param>
/// <param name="handled">What was handled of it; it outlives a change of the definition.</param>
internal sealed class Job(ScheduleDefinition definition, HandledOccurrences handled)
{
    public string Name => Definition.Name;

    public ScheduleDefinition Definition { get; } = definition;

    public Agenda Agenda { get; } = new(definition);

    public HandledOccurrences Handled { get; } = handled;

    /// <summary>The timestamp before which it is not tried again, where another run was in the way.</summary>
    public long NotBefore { get; set; }

    public DateTimeOffset? Due(DateTimeOffset now, TimeZoneInfo zone) => Agenda.Due(Handled, now, zone);

    public DateTimeOffset? NextDue(DateTimeOffset now, TimeZoneInfo zone) => Agenda.NextDue(Handled, now, zone);

    public bool Handle(DateTimeOffset occurrence, DateTimeOffset now, TimeZoneInfo zone) =>
        Agenda.Handle(Handled, occurrence, now, zone);
}

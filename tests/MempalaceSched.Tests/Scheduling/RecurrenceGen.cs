using CsCheck;
using MempalaceSched.Calendars;

namespace MempalaceSched.Tests.Scheduling;

/// <summary>
/// Generates recurrences with all kinds of fields: any, one value, list, range, step, and random values.
/// </summary>
internal static class RecurrenceGen
{
    public static Gen<Recurrence> Any { get; } =
        Gen.Select(
                Set(CalendarField.Weekday),
                Set(CalendarField.Month),
                Set(CalendarField.Day),
                Set(CalendarField.Hour),
                Set(CalendarField.Minute)
            )
            .Where((_, months, days, _, _) => Recurrence.DateExists(months, days))
            .Select((weekdays, months, days, hours, minutes) => new Recurrence(weekdays, months, days, hours, minutes));

    /// <summary>Matches every date, so that most days near a clock change match.</summary>
    public static Gen<Recurrence> EveryDate { get; } =
        Gen.Select(Set(CalendarField.Weekday), Set(CalendarField.Hour), Set(CalendarField.Minute))
            .Select(
                (weekdays, hours, minutes) =>
                    new Recurrence(
                        weekdays,
                        ValueSet.Any(CalendarField.Month),
                        ValueSet.Any(CalendarField.Day),
                        hours,
                        minutes
                    )
            );

    public static Gen<ValueSet> Set(CalendarField field)
    {
        Gen<int> value = Gen.Int[field.Min, field.Max];
        return Gen.OneOf(
            Gen.Const(ValueSet.Any(field)),
            value.Select(only => ValueSet.From(field, only)),
            value.Array[1, 4].Select(values => ValueSet.From(field, values)),
            Gen.Select(value, value, Gen.Int[1, field.Max])
                .Select((a, b, step) => Stepped(field, Math.Min(a, b), Math.Max(a, b), step)),
            Gen.Select(value, Gen.Int[1, field.Max]).Select((first, step) => Stepped(field, first, field.Max, step)),
            Gen.ULong.Select(bits =>
                (bits & field.AllBits) is var some and not 0 ? new ValueSet(field, some) : ValueSet.Any(field)
            )
        );
    }

    private static ValueSet Stepped(CalendarField field, int first, int last, int step) =>
        ValueSet.From(
            field,
            [.. Enumerable.Range(first, last - first + 1).Where(value => (value - first) % step == 0)]
        );
}

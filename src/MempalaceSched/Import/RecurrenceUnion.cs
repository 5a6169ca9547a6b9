using MempalaceSched.Calendars;
using MempalaceSched.Report;

namespace MempalaceSched.Import;

/// <summary>The values of a calendar entry. Unlike a recurrence it may name a date that never comes, such as one of many entries.</summary>
internal sealed record CalendarEntry(
    ValueSet Weekdays,
    ValueSet Months,
    ValueSet Days,
    ValueSet Hours,
    ValueSet Minutes
)
{
    public static CalendarEntry Of(Recurrence recurrence) =>
        new(recurrence.Weekdays, recurrence.Months, recurrence.Days, recurrence.Hours, recurrence.Minutes);
}

/// <summary>Several calendar entries as one recurrence that occurs whenever any of them does.</summary>
internal static class RecurrenceUnion
{
    /// <summary>The union, where one recurrence can say it; null where none can.</summary>
    public static Recurrence? Of(IEnumerable<CalendarEntry> entries)
    {
        IReadOnlyList<CalendarEntry> all = [.. entries.Distinct()];
        // What differs in one field alone is the same as a list in that field.
        all = Merge(all, one => one.Minutes, (one, minutes) => one with { Minutes = minutes });
        all = Merge(all, one => one.Hours, (one, hours) => one with { Hours = hours });
        all = Merge(all, one => one.Weekdays, (one, weekdays) => one with { Weekdays = weekdays });
        all = Merge(all, one => one.Days, (one, days) => one with { Days = days });
        all = Merge(all, one => one.Months, (one, months) => one with { Months = months });
        return all is [var only] && Recurrence.DateExists(only.Months, only.Days)
            ? new Recurrence(only.Weekdays, only.Months, only.Days, only.Hours, only.Minutes)
            : null;
    }

    private static List<CalendarEntry> Merge(
        IReadOnlyList<CalendarEntry> all,
        Func<CalendarEntry, ValueSet> field,
        Func<CalendarEntry, ValueSet, CalendarEntry> with
    ) =>
        [
            .. all.GroupBy(one => with(one, ValueSet.Any(field(one).Field)))
                .Select(group =>
                    with(
                        group.Key,
                        ValueSet.Of(field(group.Key).Field, [.. group.SelectMany(one => field(one).Values).Distinct()])
                    )
                ),
        ];
}

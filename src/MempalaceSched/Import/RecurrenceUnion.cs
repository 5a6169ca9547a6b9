using MempalaceSched.Calendars;

namespace MempalaceSched.Import;

/// <summary>
/// One calendar entry of a job. Unlike a <see cref="Recurrence"/>, it can contain a date that never occurs, because
/// it can be one of several entries.
/// </summary>
internal sealed record CalendarRule(ValueSet Weekdays, ValueSet Months, ValueSet Days, ValueSet Hours, ValueSet Minutes)
{
    /// <summary>The rule with the same values as a recurrence.</summary>
    public static CalendarRule From(Recurrence recurrence) =>
        new(recurrence.Weekdays, recurrence.Months, recurrence.Days, recurrence.Hours, recurrence.Minutes);
}

/// <summary>Combines several calendar rules into one recurrence that occurs whenever one of them does.</summary>
internal static class RecurrenceUnion
{
    /// <summary>The union of the rules; null if one recurrence cannot express it.</summary>
    public static Recurrence? From(IEnumerable<CalendarRule> rules)
    {
        IReadOnlyList<CalendarRule> all = [.. rules.Distinct()];
        // Rules that differ in one field only are the same as one rule with a list in this field.
        all = Merge(all, rule => rule.Minutes, (rule, minutes) => rule with { Minutes = minutes });
        all = Merge(all, rule => rule.Hours, (rule, hours) => rule with { Hours = hours });
        all = Merge(all, rule => rule.Weekdays, (rule, weekdays) => rule with { Weekdays = weekdays });
        all = Merge(all, rule => rule.Days, (rule, days) => rule with { Days = days });
        all = Merge(all, rule => rule.Months, (rule, months) => rule with { Months = months });
        return all is [var only] && Recurrence.DateExists(only.Months, only.Days)
            ? new Recurrence(only.Weekdays, only.Months, only.Days, only.Hours, only.Minutes)
            : null;
    }

    private static List<CalendarRule> Merge(
        IReadOnlyList<CalendarRule> rules,
        Func<CalendarRule, ValueSet> field,
        Func<CalendarRule, ValueSet, CalendarRule> with
    ) =>
        [
            .. rules
                .GroupBy(rule => with(rule, ValueSet.Any(field(rule).Field)))
                .Select(group =>
                    with(
                        group.Key,
                        ValueSet.From(
                            field(group.Key).Field,
                            [.. group.SelectMany(rule => field(rule).Values).Distinct()]
                        )
                    )
                ),
        ];
}

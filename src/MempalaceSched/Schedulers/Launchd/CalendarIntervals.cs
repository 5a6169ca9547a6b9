using MempalaceSched.Calendars;
using MempalaceSched.Errors;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Translates a recurrence into the dictionaries of StartCalendarInterval. They have no lists and no ranges, so there
/// is one dictionary for each combination of values.
/// </summary>
internal static class CalendarIntervals
{
    private const int MaximumEntries = 200;

    /// <summary>The dictionaries, with their keys in the order of the manual.</summary>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, int>> For(Recurrence recurrence, string at)
    {
        if (!recurrence.Days.IsAny && !recurrence.Weekdays.IsAny)
            throw Error.RecurrenceNotSupported(
                at,
                "launchd",
                "it runs a job when either the weekday or the day of the month matches",
                "Use only one of them, or use -Scheduler Embedded."
            );
        IEnumerable<IReadOnlyDictionary<string, int>> intervals = [new Dictionary<string, int>()];
        intervals = Cross(intervals, "Month", recurrence.Months, value => value);
        intervals = Cross(intervals, "Day", recurrence.Days, value => value);
        // In a recurrence, Monday is 0; for launchd, Sunday is 0.
        intervals = Cross(intervals, "Weekday", recurrence.Weekdays, value => (value + 1) % 7);
        intervals = Cross(intervals, "Hour", recurrence.Hours, value => value);
        intervals = Cross(intervals, "Minute", recurrence.Minutes, value => value);
        var all = intervals.Take(MaximumEntries + 1).ToList();
        return all.Count <= MaximumEntries
            ? all
            : throw Error.RecurrenceNotSupported(
                at,
                "launchd",
                $"that needs more than {MaximumEntries} calendar entries",
                "Choose fewer times, for example a step within the hour ('*:0/15')."
            );
    }

    private static IEnumerable<IReadOnlyDictionary<string, int>> Cross(
        IEnumerable<IReadOnlyDictionary<string, int>> intervals,
        string key,
        ValueSet values,
        Func<int, int> number
    ) =>
        values.IsAny
            ? intervals
            : intervals.SelectMany(interval =>
                values.Values.Select(value => new Dictionary<string, int>(interval) { [key] = number(value) })
            );
}

using MempalaceSched.Calendars;
using MempalaceSched.Errors;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>A recurrence as the dictionaries of StartCalendarInterval: no lists or ranges there, so one for each combination.</summary>
internal static class CalendarIntervals
{
    private const int Most = 200;

    /// <summary>The dictionaries, each as its keys and numbers in the order of the manual.</summary>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, int>> Of(Recurrence recurrence, string at)
    {
        if (!recurrence.Days.IsAny && !recurrence.Weekdays.IsAny)
            throw Fault.RecurrenceNotSupported(
                at,
                "launchd",
                "it names days of the week and days of the month, and launchd runs a job when either fits, not both",
                "Name only one of them."
            );
        IEnumerable<IReadOnlyDictionary<string, int>> intervals = [new Dictionary<string, int>()];
        intervals = Cross(intervals, "Month", recurrence.Months, value => value);
        intervals = Cross(intervals, "Day", recurrence.Days, value => value);
        intervals = Cross(intervals, "Weekday", recurrence.Weekdays, value => (value + 1) % 7); // ours begin with Monday = 0, launchd's with Sunday
        intervals = Cross(intervals, "Hour", recurrence.Hours, value => value);
        intervals = Cross(intervals, "Minute", recurrence.Minutes, value => value);
        var all = intervals.Take(Most + 1).ToList();
        return all.Count <= Most
            ? all
            : throw Fault.RecurrenceNotSupported(
                at,
                "launchd",
                $"it would take more than {Most} calendar entries",
                "Choose fewer times, such as a step of the hour ('*:0/15')."
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

using System.Globalization;
using MempalaceSched.Calendars;

namespace MempalaceSched.Report;

/// <summary>The calendar of the next days, in local time.</summary>
/// <param name="Column">The column of the first day: 1 for Monday to 7 for Sunday.</param>
/// <param name="Days">The days, in order.</param>
/// <param name="HasOverlaps">Whether any two runs can overlap in a palace.</param>
internal sealed record CalendarGrid(int Column, IReadOnlyList<CalendarDay> Days, bool HasOverlaps)
{
    /// <summary>If a schedule runs more often than this on one day, the day shows only how often.</summary>
    private const int MaxListedTimes = 3;

    /// <summary>An item lists at most this many names of overlapping schedules.</summary>
    private const int MaxListedNames = 2;

    /// <summary>The calendar of the enabled schedules.</summary>
    public static CalendarGrid For(ReportInput input)
    {
        var today = TimeZoneInfo.ConvertTime(input.Now, input.Zone).Date;
        var end = today.AddDays(input.Days);
        var windows = input
            .Schedules.Where(each => each.Schedule.Enabled)
            .SelectMany(each => Windows(each, input, end))
            .ToList();
        var overlaps = PalaceOverlaps.Find(windows);
        var byDay = windows.ToLookup(window => window.From.Date);
        var days = Enumerable
            .Range(0, input.Days)
            .Select(day => Day(today.AddDays(day), today, byDay[today.AddDays(day)], overlaps))
            .ToList();
        return new CalendarGrid((int)(today.DayOfWeek + 6) % 7 + 1, days, overlaps.Count > 0);
    }

    private static IEnumerable<PalaceWindow> Windows(ReportedSchedule each, ReportInput input, DateTime end)
    {
        var longest = each.Schedule.RandomDelay + PalaceOverlaps.ExpectedDuration(each.Runs);
        return Occurrences
            .Enumerate(each.Recurrence, input.Now, input.Zone)
            .TakeWhile(at => at.DateTime < end)
            .Select(at => new PalaceWindow(each.Schedule.Name, each.Schedule.Palace, at, at + longest));
    }

    private static CalendarDay Day(
        DateTime date,
        DateTime today,
        IEnumerable<PalaceWindow> windows,
        IReadOnlyDictionary<PalaceWindow, IReadOnlySet<string>> overlaps
    )
    {
        var items = windows
            .GroupBy(window => window.Schedule)
            .SelectMany(group =>
                group.Count() > MaxListedTimes
                    ? [Item([.. group], overlaps)]
                    : group.Select(window => Item([window], overlaps))
            )
            .OrderBy(item => item.Time, StringComparer.Ordinal)
            .ThenBy(item => item.Schedule, StringComparer.Ordinal);
        return new CalendarDay(
            date.ToString("ddd", CultureInfo.InvariantCulture),
            date.ToString("d MMM", CultureInfo.InvariantCulture),
            date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            date == today,
            date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
            [.. items]
        );
    }

    private static CalendarItem Item(
        List<PalaceWindow> windows,
        IReadOnlyDictionary<PalaceWindow, IReadOnlySet<string>> overlaps
    )
    {
        var (first, last) = (windows[0], windows[^1]);
        var others = windows
            .Where(overlaps.ContainsKey)
            .SelectMany(window => overlaps[window])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return new CalendarItem(
            windows.Count == 1
                ? ReportText.Time(first.From)
                : $"{ReportText.Time(first.From)}–{ReportText.Time(last.From)}",
            first.Schedule,
            windows.Count == 1 ? "" : $"{windows.Count.ToString(CultureInfo.InvariantCulture)} times",
            JoinNames(others)
        );
    }

    private static string JoinNames(List<string> names) =>
        names.Count <= MaxListedNames
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MaxListedNames))} and "
                + $"{ReportText.Number(names.Count - MaxListedNames)} more";
}

/// <summary>One day of the calendar.</summary>
/// <param name="Weekday">The abbreviated weekday, for example <c>Mon</c>.</param>
/// <param name="Date">The date as text, for example <c>30 Nov</c>.</param>
/// <param name="Iso">The date in ISO 8601, for the <c>datetime</c> attribute.</param>
/// <param name="IsToday">Whether the day is today.</param>
/// <param name="IsWeekend">Whether the day is a Saturday or a Sunday.</param>
/// <param name="Entries">The runs of the day, in order of time.</param>
internal sealed record CalendarDay(
    string Weekday,
    string Date,
    string Iso,
    bool IsToday,
    bool IsWeekend,
    IReadOnlyList<CalendarItem> Entries
)
{
    /// <summary>Whether nothing runs on this day.</summary>
    public bool IsEmpty => Entries.Count == 0;
}

/// <summary>The runs of one schedule on one day.</summary>
/// <param name="Time">The time of the run, or the times of the first and the last run.</param>
/// <param name="Schedule">The name of the schedule.</param>
/// <param name="Times">How often the schedule runs, if the times are not listed one by one; otherwise empty.</param>
/// <param name="Overlaps">The schedules whose runs can overlap with these runs in the palace; empty for none.</param>
internal sealed record CalendarItem(string Time, string Schedule, string Times, string Overlaps);

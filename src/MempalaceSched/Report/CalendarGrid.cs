using System.Globalization;
using MempalaceSched.Calendars;
using MempalaceSched.Import;

namespace MempalaceSched.Report;

/// <summary>The coming days, each with the occurrences that it has by the clock on the wall.</summary>
/// <param name="Column">The column of the first day, 1 for a Monday.</param>
/// <param name="Days">The days in their order.</param>
/// <param name="HasMeetings">Whether any two may meet in a palace.</param>
internal sealed record CalendarGrid(int Column, IReadOnlyList<CalendarDay> Days, bool HasMeetings)
{
    /// <summary>More than this on one day is told as a number.</summary>
    private const int Listed = 3;

    /// <summary>How many others are named.</summary>
    private const int Named = 2;

    /// <summary>The calendar of those that run by themselves.</summary>
    public static CalendarGrid Of(ReportInput input)
    {
        var today = TimeZoneInfo.ConvertTime(input.Now, input.Zone).Date;
        var end = today.AddDays(input.Days);
        var windows = input
            .Schedules.Where(each => each.Schedule.Enabled)
            .SelectMany(each => Windows(each, input, end))
            .ToList();
        var meetings = PalaceMeetings.Find(windows);
        var byDay = windows.ToLookup(window => window.From.Date);
        var days = Enumerable
            .Range(0, input.Days)
            .Select(day => Day(today.AddDays(day), today, byDay[today.AddDays(day)], meetings))
            .ToList();
        return new CalendarGrid((int)(today.DayOfWeek + 6) % 7 + 1, days, meetings.Count > 0);
    }

    private static IEnumerable<PalaceWindow> Windows(ReportedSchedule each, ReportInput input, DateTime end)
    {
        var longest = each.Schedule.RandomDelay + PalaceMeetings.Work(each.Runs);
        return Occurrences
            .Enumerate(each.Recurrence, input.Now, input.Zone)
            .TakeWhile(at => at.DateTime < end)
            .Select(at => new PalaceWindow(each.Schedule.Name, each.Schedule.Palace, at, at + longest));
    }

    private static CalendarDay Day(
        DateTime date,
        DateTime today,
        IEnumerable<PalaceWindow> windows,
        IReadOnlyDictionary<PalaceWindow, IReadOnlySet<string>> meetings
    )
    {
        var entries = windows
            .GroupBy(window => window.Schedule)
            .SelectMany(group =>
                group.Count() > Listed
                    ? [Entry([.. group], meetings)]
                    : group.Select(window => Entry([window], meetings))
            )
            .OrderBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Schedule, StringComparer.Ordinal);
        return new CalendarDay(
            date.ToString("ddd", CultureInfo.InvariantCulture),
            date.ToString("d MMM", CultureInfo.InvariantCulture),
            date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            date == today,
            date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
            [.. entries]
        );
    }

    private static string Some(List<string> names) =>
        names.Count <= Named
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(Named))} and {ReportText.Number(names.Count - Named)} more";

    private static CalendarEntry Entry(
        List<PalaceWindow> windows,
        IReadOnlyDictionary<PalaceWindow, IReadOnlySet<string>> meetings
    )
    {
        var (first, last) = (windows[0], windows[^1]);
        var others = windows
            .Where(meetings.ContainsKey)
            .SelectMany(window => meetings[window])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return new CalendarEntry(
            windows.Count == 1
                ? ReportText.Time(first.From)
                : $"{ReportText.Time(first.From)}–{ReportText.Time(last.From)}",
            first.Schedule,
            windows.Count == 1 ? "" : $"{windows.Count.ToString(CultureInfo.InvariantCulture)} times",
            Some(others)
        );
    }
}

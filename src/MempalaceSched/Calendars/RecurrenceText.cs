using System.Globalization;

namespace MempalaceSched.Calendars;

/// <summary>
/// The canonical text of a recurrence: the shortest that reads well and that systemd keeps. Numbers have two digits,
/// but for <c>0/15</c> and its like, which read as a distance rather than a time.
/// </summary>
/// <remarks>
/// Every step has its end, <c>06..21/15</c>, but for minutes that fill the hour. systemd (252 and 258 at least) counts a
/// step without an end on past the end of its field, from 21 to 36 o'clock, and so leaves out occurrences when a month
/// or a year begins, or finds no next one at all ("Infinite loop in calendar calculation") when the clocks change.
/// </remarks>
internal static class RecurrenceText
{
    /// <summary>The whole recurrence: <c>[weekdays] [date] time</c>.</summary>
    public static string Of(Recurrence recurrence)
    {
        string time = $"{Component(recurrence.Hours)}:{Component(recurrence.Minutes)}";
        string date =
            recurrence.Months.IsAny && recurrence.Days.IsAny
                ? ""
                : $"*-{Component(recurrence.Months)}-{Component(recurrence.Days)} ";
        string weekdays = recurrence.Weekdays.IsAny ? "" : $"{Weekdays(recurrence.Weekdays)} ";
        return weekdays + date + time;
    }

    /// <summary>A list of weekdays: <c>Mon</c>, <c>Mon,Thu</c>, <c>Mon..Fri</c>.</summary>
    public static string Weekdays(ValueSet weekdays) =>
        string.Join(
            ',',
            weekdays
                .ToRanges(steps: false)
                .Select(range =>
                    range.IsSingle
                        ? WeekdayParser.ShortNames[range.First]
                        : $"{WeekdayParser.ShortNames[range.First]}..{WeekdayParser.ShortNames[range.Last]}"
                )
        );

    /// <summary>A component of a date or a time: <c>*</c>, <c>03</c>, <c>01,15</c>, <c>08..18/2</c>, <c>0/15</c>.</summary>
    public static string Component(ValueSet values) =>
        values.IsAny ? "*" : string.Join(',', values.ToRanges(steps: true).Select(range => Range(range, values.Field)));

    private static string Range(ValueRange range, CalendarField field)
    {
        if (range.IsSingle)
            return TwoDigits(range.First);
        if (range.FillsHour(field))
            return $"{range.First}/{range.Step}";
        string text = $"{TwoDigits(range.First)}..{TwoDigits(range.Last)}";
        return range.Step == 1 ? text : $"{text}/{range.Step}";
    }

    private static string TwoDigits(int value) => value.ToString("00", CultureInfo.InvariantCulture);
}

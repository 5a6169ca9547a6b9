using System.Globalization;

namespace MempalaceSched.Calendars;

/// <summary>
/// Formats the canonical text of a recurrence: the shortest readable text that has the same meaning to systemd. Numbers
/// have two digits, except in intervals such as <c>0/15</c>.
/// </summary>
/// <remarks>
/// Every step has an end, as in <c>06..21/15</c>, except for minutes that fill the hour. At least systemd 252 and 258
/// continue a step without an end beyond the end of the field, for example from 21 to 36 o'clock. They then skip
/// occurrences at the beginning of a month or a year, or find no next occurrence at a clock change ("Infinite loop in
/// calendar calculation").
/// </remarks>
internal static class RecurrenceText
{
    /// <summary>The whole recurrence: <c>[weekdays] [date] time</c>.</summary>
    public static string Format(Recurrence recurrence)
    {
        string time = $"{Component(recurrence.Hours)}:{Component(recurrence.Minutes)}";
        string date =
            recurrence.Months.IsAny && recurrence.Days.IsAny
                ? ""
                : $"*-{Component(recurrence.Months)}-{Component(recurrence.Days)} ";
        string weekdays = recurrence.Weekdays.IsAny ? "" : $"{Weekdays(recurrence.Weekdays)} ";
        return weekdays + date + time;
    }

    /// <summary>Weekdays, for example <c>Mon</c>, <c>Mon,Thu</c> or <c>Mon..Fri</c>.</summary>
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

    /// <summary>
    /// A component of a date or time, for example <c>*</c>, <c>03</c>, <c>01,15</c>, <c>08..18/2</c> or <c>0/15</c>.
    /// </summary>
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

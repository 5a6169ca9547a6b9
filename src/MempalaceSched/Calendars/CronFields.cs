namespace MempalaceSched.Calendars;

/// <summary>
/// A recurrence as the five fields of a crontab line, in the syntax that every cron implementation accepts: numbers,
/// lists, ranges, and steps after <c>*</c> or a range.
/// </summary>
/// <remarks>
/// There is one difference. If both the day of the month and the day of the week are restricted, a recurrence requires
/// both to match, but most cron daemons require only one of them.
/// </remarks>
/// <param name="Minute">0 to 59.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="DayOfMonth">1 to 31.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="DayOfWeek">0 to 6; Sunday is 0.</param>
internal readonly record struct CronFields(
    string Minute,
    string Hour,
    string DayOfMonth,
    string Month,
    string DayOfWeek
)
{
    /// <summary>The fields of a recurrence.</summary>
    public static CronFields From(Recurrence recurrence) =>
        new(
            Field(recurrence.Minutes),
            Field(recurrence.Hours),
            Field(recurrence.Days),
            Field(recurrence.Months),
            Weekdays(recurrence.Weekdays)
        );

    /// <summary>The fields as in a crontab line, separated by spaces.</summary>
    public override string ToString() => $"{Minute} {Hour} {DayOfMonth} {Month} {DayOfWeek}";

    private static string Field(ValueSet values) =>
        values.IsAny ? "*" : string.Join(',', values.ToRanges(steps: true).Select(range => Range(range, values.Field)));

    private static string Range(ValueRange range, CalendarField field)
    {
        if (range.IsSingle)
            return $"{range.First}";
        if (range.Step == 1)
            return $"{range.First}-{range.Last}";
        // For minutes only: some cron daemons treat a field of days that begins with * as unrestricted.
        return range.FillsHour(field) ? $"*/{range.Step}" : $"{range.First}-{range.Last}/{range.Step}";
    }

    private static string Weekdays(ValueSet weekdays)
    {
        if (weekdays.IsAny)
            return "*";
        // cron counts from Sunday, a ValueSet from Monday.
        ValueSet fromSunday = ValueSet.From(CalendarField.Weekday, [.. weekdays.Values.Select(day => (day + 1) % 7)]);
        return string.Join(',', fromSunday.ToRanges(steps: false).Select(range => Range(range, CalendarField.Weekday)));
    }
}

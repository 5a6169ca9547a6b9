namespace MempalaceSched.Calendars;

/// <summary>
/// A recurrence in the five fields of a crontab line, in the notation that every cron reads: numbers, lists, ranges
/// and steps over <c>*</c> or a range; Sunday = 0.
/// </summary>
/// <remarks>
/// One thing does not carry over: where both the day of the month and the day of the week are restricted, a
/// recurrence means both and most cron daemons mean either.
/// </remarks>
/// <param name="Minute">0..59.</param>
/// <param name="Hour">0..23.</param>
/// <param name="DayOfMonth">1..31.</param>
/// <param name="Month">1..12.</param>
/// <param name="DayOfWeek">0..6, Sunday = 0.</param>
internal readonly record struct CronFields(
    string Minute,
    string Hour,
    string DayOfMonth,
    string Month,
    string DayOfWeek
)
{
    /// <summary>The fields of a recurrence.</summary>
    public static CronFields Of(Recurrence recurrence) =>
        new(
            Field(recurrence.Minutes),
            Field(recurrence.Hours),
            Field(recurrence.Days),
            Field(recurrence.Months),
            Weekdays(recurrence.Weekdays)
        );

    /// <summary>The fields as they stand in a crontab line, parted by spaces.</summary>
    public override string ToString() => $"{Minute} {Hour} {DayOfMonth} {Month} {DayOfWeek}";

    private static string Field(ValueSet values) =>
        values.IsAny ? "*" : string.Join(',', values.ToRanges(steps: true).Select(range => Range(range, values.Field)));

    private static string Range(ValueRange range, CalendarField field)
    {
        if (range.IsSingle)
            return $"{range.First}";
        if (range.Step == 1)
            return $"{range.First}-{range.Last}";
        // Minutes only: in days of the month a leading * makes some crons take the field for unrestricted.
        return range.FillsHour(field) ? $"*/{range.Step}" : $"{range.First}-{range.Last}/{range.Step}";
    }

    private static string Weekdays(ValueSet weekdays)
    {
        if (weekdays.IsAny)
            return "*";
        // The same seven values, counted from Sunday instead of Monday.
        ValueSet fromSunday = ValueSet.Of(CalendarField.Weekday, [.. weekdays.Values.Select(day => (day + 1) % 7)]);
        return string.Join(',', fromSunday.ToRanges(steps: false).Select(range => Range(range, CalendarField.Weekday)));
    }
}

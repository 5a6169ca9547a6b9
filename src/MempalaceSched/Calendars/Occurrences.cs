using Cronos;

namespace MempalaceSched.Calendars;

/// <summary>Calculates the times at which a recurrence occurs in a time zone.</summary>
/// <remarks>
/// Fixed times follow the wall clock; intervals follow elapsed time. When the clocks change, this means:
/// <list type="bullet">
/// <item>A local time that is skipped moves to the end of the gap: <c>02:30</c> occurs at 03:00. Several times in one
/// gap become one occurrence.</item>
/// <item>A local time that is repeated occurs only the first time if hour and minute contain only numbers and lists.
/// If either contains <c>*</c>, a range or a step, the recurrence is an interval and occurs both times: <c>hourly</c>
/// and <c>*:0/15</c> run in both repeated hours, as Cronos defines it.</item>
/// <item>A day that is repeated after a time zone change has only one occurrence of a fixed time.</item>
/// </list>
/// Schedulers can differ in these hours. For example, systemd skips a skipped time and runs once for a repeated time.
/// </remarks>
internal static class Occurrences
{
    /// <summary>
    /// The first occurrence after a time, excluding that time, with the offset of the zone. Null if it would be after
    /// the year 9999.
    /// </summary>
    public static DateTimeOffset? Next(Recurrence recurrence, DateTimeOffset after, TimeZoneInfo zone) =>
        Expression(recurrence).GetNextOccurrence(after, zone);

    /// <summary>The occurrences after a time, in ascending order. The sequence has practically no end.</summary>
    public static IEnumerable<DateTimeOffset> Enumerate(Recurrence recurrence, DateTimeOffset after, TimeZoneInfo zone)
    {
        CronExpression expression = Expression(recurrence);
        while (expression.GetNextOccurrence(after, zone) is { } next)
            yield return after = next;
    }

    /// <summary>
    /// Whether a recurrence is an interval, such as <c>hourly</c>, and not a list of fixed times of day. An interval
    /// occurs in both hours if an hour is repeated.
    /// </summary>
    public static bool IsInterval(Recurrence recurrence)
    {
        var fields = CronFields.From(recurrence);
        return (fields.Minute + fields.Hour).AsSpan().IndexOfAny("*-/") >= 0;
    }

    // Cronos requires both the day of the month and the day of the week to match, unlike cron daemons.
    private static CronExpression Expression(Recurrence recurrence) =>
        CronExpression.Parse(CronFields.From(recurrence).ToString());
}

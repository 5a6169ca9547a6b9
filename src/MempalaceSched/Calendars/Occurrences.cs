using Cronos;

namespace MempalaceSched.Calendars;

/// <summary>The moments at which a recurrence occurs in a time zone.</summary>
/// <remarks>
/// Where the clocks change:
/// <list type="bullet">
/// <item>A local time that is skipped in spring is moved to the first moment after the gap: <c>02:30</c> runs at 03:00.
/// Several in one gap run once.</item>
/// <item>A local time that comes twice in autumn runs the first time only, if the canonical text has nothing but single
/// numbers and lists of them in hour and minute; with <c>*</c>, a range or a step in either, which say "every so
/// often", it runs both times.</item>
/// </list>
/// A scheduler may differ in just these hours: systemd leaves out what is skipped and runs what is doubled once.
/// </remarks>
internal static class Occurrences
{
    /// <summary>The first occurrence after a moment, not at it, with the zone's offset; null beyond the year 9999.</summary>
    public static DateTimeOffset? Next(Recurrence recurrence, DateTimeOffset after, TimeZoneInfo zone) =>
        Expression(recurrence).GetNextOccurrence(after, zone);

    /// <summary>All occurrences after a moment, ascending: without end, so take what is needed.</summary>
    public static IEnumerable<DateTimeOffset> Enumerate(Recurrence recurrence, DateTimeOffset after, TimeZoneInfo zone)
    {
        CronExpression expression = Expression(recurrence);
        while (expression.GetNextOccurrence(after, zone) is { } next)
            yield return after = next;
    }

    /// <summary>Whether it runs every so often, and not at fixed times of the day: then it runs in both hours that autumn makes of one.</summary>
    public static bool IsEverySoOften(Recurrence recurrence)
    {
        var fields = CronFields.Of(recurrence);
        return (fields.Minute + fields.Hour).AsSpan().IndexOfAny("*-/") >= 0;
    }

    // Day of month and day of week are both required here, unlike in cron daemons.
    private static CronExpression Expression(Recurrence recurrence) =>
        CronExpression.Parse(CronFields.Of(recurrence).ToString());
}

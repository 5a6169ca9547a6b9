using MempalaceSched.Calendars;

namespace MempalaceSched.Tests.Scheduling;

/// <summary>
/// Finds occurrences by checking the local time at every minute of a period. This is slow, but simple and independent
/// of the tested code.
/// </summary>
internal sealed class WallClockOracle
{
    private readonly List<DateTime> _none = [];
    private readonly List<(DateTimeOffset Moment, bool Again, List<DateTime> SkippedBefore)> _minutes = [];

    public WallClockOracle(TimeZoneInfo zone, DateTimeOffset after, TimeSpan length)
    {
        After = after;
        End = after + length;
        Zone = zone;
        DateTime latest = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        for (DateTimeOffset moment = after.AddMinutes(1); moment <= End; moment = moment.AddMinutes(1))
        {
            DateTimeOffset local = TimeZoneInfo.ConvertTime(moment, zone);
            List<DateTime> skipped = _none;
            for (DateTime wall = latest.AddMinutes(1); wall < local.DateTime; wall = wall.AddMinutes(1))
                skipped = [.. skipped, wall];
            _minutes.Add((local, local.DateTime <= latest, skipped));
            if (local.DateTime > latest)
                latest = local.DateTime;
        }
    }

    public TimeZoneInfo Zone { get; }

    public DateTimeOffset After { get; }

    public DateTimeOffset End { get; }

    /// <summary>The number of repeated and skipped minutes of local time.</summary>
    public (int Doubled, int Skipped) Changes =>
        (_minutes.Count(minute => minute.Again), _minutes.Sum(minute => minute.SkippedBefore.Count));

    /// <summary>The occurrences after the start, up to and including the end.</summary>
    public List<DateTimeOffset> Occurrences(Recurrence recurrence)
    {
        string time = recurrence.ToString().Split(' ')[^1];
        bool everySoOften = time.AsSpan().IndexOfAny("*./") >= 0;
        return
        [
            .. _minutes
                .Where(minute =>
                    minute.SkippedBefore.Any(wall => Matches(recurrence, wall))
                    || (Matches(recurrence, minute.Moment.DateTime) && (!minute.Again || everySoOften))
                )
                .Select(minute => minute.Moment),
        ];
    }

    private static bool Matches(Recurrence recurrence, DateTime wall) =>
        recurrence.Minutes.Contains(wall.Minute)
        && recurrence.Hours.Contains(wall.Hour)
        && recurrence.Weekdays.Contains(((int)wall.DayOfWeek + 6) % 7)
        && recurrence.Days.Contains(wall.Day)
        && recurrence.Months.Contains(wall.Month);
}

using System.Globalization;
using MempalaceSched.Calendars;

namespace MempalaceSched.Health;

/// <summary>How the last run ended, and whether the last success was too long ago for the calendar.</summary>
internal sealed class LastRunCheck : ICheck
{
    public string Name => "last run";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(Judge(subject.Schedule, subject.Now));

    internal static Verdict Judge(Schedule schedule, DateTimeOffset now)
    {
        // The detail of these two contains the recommendation.
        if (schedule.Health is ScheduleHealth.Overdue or ScheduleHealth.Failing)
            return Verdict.Fail(schedule.HealthDetail, "");
        if (schedule.LastRun is not { } last)
            return Verdict.Pass("There is no run yet.");
        var time = last.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var reason = schedule.LastReason.Length > 0 ? $" ({schedule.LastReason})" : "";
        var found = $"{time}, {Age(now - last)}: {schedule.LastOutcome}{reason}.";
        return schedule.LastOutcome switch
        {
            MineOutcome.Failed or MineOutcome.TimedOut => Verdict.Fail(
                found,
                $"Read its log in '{schedule.StatePath}/logs'. To try again, run Start-MempalaceMine {schedule.Name} "
                    + "-Verbose."
            ),
            MineOutcome.Busy or MineOutcome.Interrupted => Verdict.Warn(
                found,
                $"To try again, run Start-MempalaceMine {schedule.Name}."
            ),
            _ => Verdict.Pass(found),
        };
    }

    private static string Age(TimeSpan time) =>
        time switch
        {
            { TotalDays: >= 2 } => $"{(int)time.TotalDays} days ago",
            { TotalHours: >= 2 } => $"{(int)time.TotalHours} hours ago",
            _ => $"{Math.Max(0, (int)time.TotalMinutes)} min ago",
        };
}

/// <summary>
/// Whether a run falls into an hour that a clock change skips or repeats, in which schedulers behave differently. The
/// check covers the next two years, and only those days on which the schedule runs.
/// </summary>
internal sealed class ClockChangeCheck : ICheck
{
    private const int Days = 2 * 366;

    public string Name => "clock change";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            Judge(subject.Definition.Recurrence, subject.Zone, TimeZoneInfo.ConvertTime(subject.Now, subject.Zone).Date)
        );

    internal static Verdict Judge(Recurrence recurrence, TimeZoneInfo zone, DateTime today)
    {
        if (Occurrences.IsInterval(recurrence))
            return Verdict.Pass("The schedule runs at intervals, which a clock change does not affect.");
        var affected = Enumerable
            .Range(0, Days)
            .Select(offset => today.AddDays(offset))
            .Where(day => ChangesOn(day, zone) && OccursOn(day, recurrence))
            .SelectMany(day =>
                recurrence.Hours.Values.SelectMany(hour =>
                    recurrence.Minutes.Values.Select(minute => day.AddHours(hour).AddMinutes(minute))
                )
            )
            .FirstOrDefault(time => zone.IsInvalidTime(time) || zone.IsAmbiguousTime(time));
        if (affected == default)
            return Verdict.Pass("No run falls into an hour that a clock change skips or repeats.");
        var text = affected.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var skips = zone.IsInvalidTime(affected) ? "skips" : "repeats";
        return Verdict.Warn(
            $"A clock change {skips} {text}. Schedulers differ in how they handle that.",
            "Choose a time outside of that hour with Set-MempalaceSchedule -At."
        );
    }

    /// <summary>Compares noon with noon, because some zones change their clocks at midnight.</summary>
    private static bool ChangesOn(DateTime day, TimeZoneInfo zone) =>
        zone.GetUtcOffset(day.AddHours(-12)) != zone.GetUtcOffset(day.AddHours(36));

    private static bool OccursOn(DateTime day, Recurrence recurrence) =>
        recurrence.Months.Contains(day.Month)
        && recurrence.Days.Contains(day.Day)
        && recurrence.Weekdays.Contains(((int)day.DayOfWeek + 6) % 7);
}

using System.Globalization;
using MempalaceSched.Calendars;

namespace MempalaceSched.Health;

/// <summary>
/// Whether a run falls into an hour that a clock change leaves out or has twice: schedulers differ in what they do then. Looked at are the days of the
/// coming two years on which the clocks of this zone change, and only those on which the schedule runs.
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
            return Verdict.Pass("It runs every so often; an hour more or less does not matter.");
        var met = Enumerable
            .Range(0, Days)
            .Select(offset => today.AddDays(offset))
            .Where(day => ChangesOn(day, zone) && OccursOn(day, recurrence))
            .SelectMany(day =>
                recurrence.Hours.Values.SelectMany(hour =>
                    recurrence.Minutes.Values.Select(minute => day.AddHours(hour).AddMinutes(minute))
                )
            )
            .FirstOrDefault(time => zone.IsInvalidTime(time) || zone.IsAmbiguousTime(time));
        if (met == default)
            return Verdict.Pass("No run falls into an hour that a clock change leaves out or has twice.");
        var text = met.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Verdict.Warn(
            zone.IsInvalidTime(met)
                ? $"The clocks leave {text} out; what a scheduler does then differs."
                : $"The clocks have {text} twice; what a scheduler does then differs.",
            "Choose a time outside of that hour with Set-MempalaceSchedule -At."
        );
    }

    /// <summary>From noon to noon, for in some zones it is midnight itself that is left out.</summary>
    private static bool ChangesOn(DateTime day, TimeZoneInfo zone) =>
        zone.GetUtcOffset(day.AddHours(-12)) != zone.GetUtcOffset(day.AddHours(36));

    private static bool OccursOn(DateTime day, Recurrence recurrence) =>
        recurrence.Months.Contains(day.Month)
        && recurrence.Days.Contains(day.Day)
        && recurrence.Weekdays.Contains(((int)day.DayOfWeek + 6) % 7);
}

using System.Globalization;
using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Tests.Scheduling;
using Xunit;

namespace MempalaceSched.Tests.Calendars;

public class OccurrencesTests
{
    /// <summary>Time zone, time of the clock change in UTC, and change in minutes.</summary>
    public static TheoryData<string, string, int> ClockChanges =>
        new()
        {
            { "UTC", "2024-03-31 01:00", 0 },
            { "Asia/Kolkata", "2024-12-31 18:30", 0 },
            { "Europe/Berlin", "2024-03-31 01:00", 60 },
            { "Europe/Berlin", "2024-10-27 01:00", -60 },
            { "America/New_York", "2025-03-09 07:00", 60 },
            { "America/New_York", "2025-11-02 06:00", -60 },
            { "Australia/Lord_Howe", "2025-10-04 15:30", 30 },
            { "Australia/Lord_Howe", "2025-04-05 15:00", -30 },
        };

    [Theory]
    [MemberData(nameof(ClockChanges))]
    public void Occurrences_match_a_scan_of_the_wall_clock(string zone, string change, int minutes)
    {
        WallClockOracle oracle = new(
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            Utc(change).AddDays(-10),
            TimeSpan.FromDays(35)
        );
        Assert.Equal((Math.Max(0, -minutes), Math.Max(0, minutes)), oracle.Changes);

        Gen.OneOf(RecurrenceGen.Any, RecurrenceGen.EveryDate)
            .Sample(
                recurrence =>
                    oracle
                        .Occurrences(recurrence)
                        .SequenceEqual(
                            Occurrences
                                .Enumerate(recurrence, oracle.After, oracle.Zone)
                                .TakeWhile(moment => moment <= oracle.End)
                        ),
                iter: 150
            );
    }

    [Theory]
    [MemberData(nameof(ClockChanges))]
    public void Next_is_the_first_occurrence_after_any_time(string zone, string change, int minutes)
    {
        _ = minutes;
        WallClockOracle oracle = new(
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            Utc(change).AddDays(-1),
            TimeSpan.FromDays(2)
        );
        Gen.Select(RecurrenceGen.EveryDate, Gen.Int[1, 2 * 24 * 3600])
            .Sample(
                (recurrence, seconds) =>
                {
                    DateTimeOffset after = oracle.After.AddSeconds(seconds);
                    DateTimeOffset? next = Occurrences.Next(recurrence, after, oracle.Zone);
                    List<DateTimeOffset> later = [.. oracle.Occurrences(recurrence).Where(moment => moment > after)];
                    return later.Count > 0
                        ? next == later[0] && next.Value.Offset == later[0].Offset
                        : next > oracle.End;
                },
                iter: 150
            );
    }

    [Theory]
    [InlineData("02:30", "2024-03-30 23:00", "2024-03-31T03:00:00+02:00 2024-04-01T02:30:00+02:00")] // skipped: later
    [InlineData("02:15,45", "2024-03-30 23:00", "2024-03-31T03:00:00+02:00 2024-04-01T02:15:00+02:00")] // both skipped
    [InlineData("02:30", "2024-10-26 22:00", "2024-10-27T02:30:00+02:00 2024-10-28T02:30:00+01:00")] // repeated: once
    // An hourly calendar also runs in the repeated hour.
    [InlineData("*:30", "2024-10-27 00:00", "2024-10-27T02:30:00+02:00 2024-10-27T02:30:00+01:00")]
    // Both the weekday and the day of the month must match.
    [InlineData("Fri *-*-13 12:00", "2024-01-01 00:00", "2024-09-13T12:00:00+02:00 2024-12-13T12:00:00+01:00")]
    public void Clock_changes_in_Berlin_are_handled(string text, string after, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                Occurrences
                    .Enumerate(Recurrence.Parse(text), Utc(after), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))
                    .Take(2)
                    .Select(moment => moment.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture))
            )
        );

    [Fact]
    public void Next_is_later_than_the_start_and_on_a_full_minute()
    {
        Recurrence daily = Recurrence.Parse("03:00");
        DateTimeOffset at = Utc("2026-01-05 03:00");

        Assert.Equal(at, Occurrences.Next(daily, at.AddTicks(-1), TimeZoneInfo.Utc));
        Assert.Equal(at.AddDays(1), Occurrences.Next(daily, at, TimeZoneInfo.Utc));
        Assert.Equal(at.AddDays(1), Occurrences.Next(daily, at.AddTicks(1), TimeZoneInfo.Utc));
    }

    [Fact]
    public void There_is_no_occurrence_after_the_maximum_date()
    {
        DateTimeOffset late = new(9999, 12, 31, 12, 0, 0, TimeSpan.Zero);

        Assert.Null(Occurrences.Next(Recurrence.Parse("03:00"), late, TimeZoneInfo.Utc));
        Assert.Empty(Occurrences.Enumerate(Recurrence.Parse("03:00"), late, TimeZoneInfo.Utc));
    }

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

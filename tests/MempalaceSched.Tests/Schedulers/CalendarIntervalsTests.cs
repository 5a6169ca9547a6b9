using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers.Launchd;
using MempalaceSched.Tests.Scheduling;
using Xunit;

namespace MempalaceSched.Tests.Schedulers;

/// <summary>Compares the StartCalendarInterval dictionaries with the occurrences of the recurrence.</summary>
public class CalendarIntervalsTests
{
    private static readonly DateTimeOffset Start = new(2027, 12, 31, 23, 59, 0, TimeSpan.Zero),
        End = Start.AddDays(366); // the whole leap year 2028

    [Fact]
    public void The_intervals_of_a_leap_year_match_the_occurrences()
    {
        int compared = 0,
            refused = 0;
        RecurrenceGen.Any.Sample(
            recurrence =>
            {
                if (Intervals(recurrence) is not { } intervals)
                {
                    Interlocked.Increment(ref refused);
                    return;
                }
                Assert.InRange(intervals.Count, 1, 200);
                Assert.Equal(
                    Occurrences.Enumerate(recurrence, Start, TimeZoneInfo.Utc).TakeWhile(moment => moment <= End),
                    Fired(intervals)
                );
                Interlocked.Increment(ref compared);
            },
            iter: 150,
            threads: 1
        );
        Assert.True(compared > 10 && refused > 10, $"{compared} compared, {refused} refused");
    }

    [Theory]
    [InlineData("Fri *-*-13", "either")]
    [InlineData("Mon..Fri *-*-1..7 03:00", "either")]
    [InlineData("0..9:0..20", "more than 200")]
    [InlineData("1..11-* 0..18:00", "more than 200")]
    public void A_recurrence_that_intervals_cannot_express_is_rejected(string at, string why)
    {
        var fault = Assert.Throws<MempalaceException>(() => CalendarIntervals.For(Recurrence.Parse(at), at));
        Assert.Equal("RecurrenceNotSupported", fault.Id);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mon 03:00", "Weekday=1,Hour=3,Minute=0")]
    [InlineData("Sun,Sat 03:00", "Weekday=6,Hour=3,Minute=0 Weekday=0,Hour=3,Minute=0")]
    [InlineData("minutely", "")]
    [InlineData("hourly", "Minute=0")]
    [InlineData("*:0/30", "Minute=0 Minute=30")]
    [InlineData("*-02-29 00:05", "Month=2,Day=29,Hour=0,Minute=5")]
    public void Intervals_contain_only_the_required_keys(string at, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                CalendarIntervals
                    .For(Recurrence.Parse(at), at)
                    .Select(interval => string.Join(',', interval.Select(field => $"{field.Key}={field.Value}")))
            )
        );

    [Fact]
    public void Two_hundred_intervals_are_allowed() =>
        Assert.Equal(200, CalendarIntervals.For(Recurrence.Parse("0..9:0..19"), "").Count);

    private static IReadOnlyList<IReadOnlyDictionary<string, int>>? Intervals(Recurrence recurrence)
    {
        try
        {
            return CalendarIntervals.For(recurrence, "");
        }
        catch (MempalaceException e) when (e.Id == "RecurrenceNotSupported")
        {
            return null;
        }
    }

    /// <summary>Every minute of the year that matches an interval. A missing key matches every value.</summary>
    private static IEnumerable<DateTimeOffset> Fired(IReadOnlyList<IReadOnlyDictionary<string, int>> intervals)
    {
        for (var day = Start.AddMinutes(1); day < End; day = day.AddDays(1))
        {
            var today = intervals
                .Where(interval =>
                    Fits(interval, "Month", day.Month)
                    && Fits(interval, "Day", day.Day)
                    && (
                        Fits(interval, "Weekday", (int)day.DayOfWeek)
                        || (day.DayOfWeek == DayOfWeek.Sunday && Fits(interval, "Weekday", 7))
                    )
                )
                .ToList();
            if (today.Count == 0)
                continue;
            for (var minute = 0; minute < 1440; minute++)
                if (
                    today.Exists(interval =>
                        Fits(interval, "Hour", minute / 60) && Fits(interval, "Minute", minute % 60)
                    )
                )
                    yield return day.AddMinutes(minute);
        }
    }

    private static bool Fits(IReadOnlyDictionary<string, int> interval, string key, int value) =>
        !interval.TryGetValue(key, out var wanted) || wanted == value;
}

using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Tests.Scheduling;
using Xunit;

namespace MempalaceSched.Tests.Calendars;

public class MaximumGapTests
{
    [Theory]
    [InlineData("minutely", 0, 0, 1)]
    [InlineData("*:0/15", 0, 0, 15)]
    [InlineData("*:0/7", 0, 0, 7)]
    [InlineData("*:00,10", 0, 0, 50)]
    [InlineData("hourly", 0, 1, 0)]
    [InlineData("08..18:00", 0, 14, 0)]
    [InlineData("03:00", 1, 0, 0)]
    [InlineData("Mon 03:00", 7, 0, 0)]
    [InlineData("Mon,Thu 03:00", 4, 0, 0)]
    [InlineData("Mon..Fri 03:00", 3, 0, 0)]
    [InlineData("Mon..Fri 03,15:00", 2, 12, 0)]
    [InlineData("monthly", 31, 0, 0)]
    [InlineData("*-*-31", 61, 0, 0)]
    [InlineData("yearly", 366, 0, 0)]
    [InlineData("*-02-29", (8 * 365) + 1, 0, 0)] // 1900 is not a leap year
    [InlineData("Mon *-02-29", (40 * 365) + 9, 0, 0)]
    public void Maximum_gap_is_the_longest_time_between_occurrences(string text, int days, int hours, int minutes) =>
        Assert.Equal(new TimeSpan(days, hours, minutes, 0), Recurrence.Parse(text).MaximumGap);

    [Fact]
    public void Maximum_gap_is_exact_over_400_years() =>
        RecurrenceGen.Any.Sample(
            recurrence =>
            {
                // One time of day limits the occurrences in 400 years. The next test uses several times.
                Recurrence once = new(
                    recurrence.Weekdays,
                    recurrence.Months,
                    recurrence.Days,
                    ValueSet.From(CalendarField.Hour, 3),
                    ValueSet.From(CalendarField.Minute, 0)
                );
                return once.MaximumGap == Longest(once, TimeSpan.FromDays(146_097 + (40 * 366)));
            },
            iter: 30
        );

    [Fact]
    public void Maximum_gap_is_exact_if_every_date_matches() =>
        RecurrenceGen.EveryDate.Sample(
            recurrence => recurrence.MaximumGap == Longest(recurrence, TimeSpan.FromDays(15)),
            iter: 200
        );

    [Fact]
    public void No_gap_is_longer_than_the_maximum_gap() =>
        RecurrenceGen.Any.Sample(
            recurrence => recurrence.MaximumGap >= Longest(recurrence, TimeSpan.FromDays(366)),
            iter: 50
        );

    private static TimeSpan Longest(Recurrence recurrence, TimeSpan span)
    {
        DateTimeOffset after = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        List<DateTimeOffset> moments =
        [
            .. Occurrences.Enumerate(recurrence, after, TimeZoneInfo.Utc).TakeWhile(moment => moment <= after + span),
        ];
        return moments.Zip(moments.Skip(1), (one, next) => next - one).DefaultIfEmpty().Max();
    }
}

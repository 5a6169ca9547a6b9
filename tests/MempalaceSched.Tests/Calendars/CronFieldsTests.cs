using Cronos;
using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Tests.Scheduling;
using Xunit;

namespace MempalaceSched.Tests.Calendars;

public class CronFieldsTests
{
    [Theory]
    [InlineData("Mon 03:00", "0 3 * * 1")]
    [InlineData("Mon,Thu 03:00", "0 3 * * 1,4")]
    [InlineData("Mon..Fri 03:05", "5 3 * * 1-5")]
    [InlineData("Sat,Sun 03:00", "0 3 * * 0,6")]
    [InlineData("Thu..Sun 03:00", "0 3 * * 0,4-6")]
    [InlineData("Mon,Wed,Fri 03:00", "0 3 * * 1,3,5")]
    [InlineData("03:00", "0 3 * * *")]
    [InlineData("minutely", "* * * * *")]
    [InlineData("hourly", "0 * * * *")]
    [InlineData("*-*-01 03:00", "0 3 1 * *")]
    [InlineData("*:0/15", "*/15 * * * *")]
    [InlineData("*:05..50/15", "5-50/15 * * * *")]
    [InlineData("*:00,30", "0,30 * * * *")]
    [InlineData("8..18/2:00", "0 8-18/2 * * *")]
    [InlineData("0/6:00", "0 0-18/6 * * *")]
    [InlineData("8..18:00", "0 8-18 * * *")]
    [InlineData("*-*-1/2 03:00", "0 3 1-31/2 * *")]
    [InlineData("quarterly", "0 0 1 1-10/3 *")]
    [InlineData("Fri *-*-13 13:13", "13 13 13 * 5")]
    public void A_recurrence_is_written_as_crontab_fields(string text, string fields) =>
        Assert.Equal(fields, CronFields.From(Recurrence.Parse(text)).ToString());

    [Fact]
    public void Crontab_fields_contain_the_values_of_the_recurrence() =>
        RecurrenceGen.Any.Sample(
            recurrence =>
            {
                CronFields fields = CronFields.From(recurrence);
                return Expand(fields.Minute, 0, 59).SetEquals(recurrence.Minutes.Values)
                    && Expand(fields.Hour, 0, 23).SetEquals(recurrence.Hours.Values)
                    && Expand(fields.DayOfMonth, 1, 31).SetEquals(recurrence.Days.Values)
                    && Expand(fields.Month, 1, 12).SetEquals(recurrence.Months.Values)
                    && Expand(fields.DayOfWeek, 0, 6).SetEquals(recurrence.Weekdays.Values.Select(day => (day + 1) % 7))
                    && CronExpression.TryParse(fields.ToString(), out _);
            },
            iter: 10_000
        );

    private static HashSet<int> Expand(string field, int min, int max) =>
        [
            .. field
                .Split(',')
                .SelectMany(item =>
                {
                    string[] parts = item.Split('/');
                    string[] ends = parts[0] == "*" ? [$"{min}", $"{max}"] : parts[0].Split('-');
                    int first = int.Parse(ends[0], null),
                        last = int.Parse(ends[^1], null),
                        step = parts.Length > 1 ? int.Parse(parts[1], null) : 1;
                    return Enumerable.Range(first, last - first + 1).Where(value => (value - first) % step == 0);
                }),
        ];
}

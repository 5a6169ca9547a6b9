using Cronos;
using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Import;
using MempalaceSched.Import.Cron;
using MempalaceSched.Tests.Scheduling;

namespace MempalaceSched.Tests.Import;

public class CronCalendarTests
{
    [Fact]
    public void Generated_crontab_fields_are_read_back_unchanged() =>
        RecurrenceGen
            .Any.Where(recurrence => recurrence.Days.IsAny || recurrence.Weekdays.IsAny)
            .Sample(recurrence =>
                Assert.Equal(recurrence, CronCalendar.ParseFields(CronFields.From(recurrence).ToString().Split(' ')))
            );

    [Theory]
    [InlineData("0 3 * * 1")]
    [InlineData("0 3 * * Mon")]
    [InlineData("15,45 */6 * * mon-fri")]
    [InlineData("5 0-23/5 * Jan,jul,OCT 0,3")]
    [InlineData("0 0 1-31/10 2-12/2 *")]
    [InlineData("*/7 * * * 5-7")]
    [InlineData("59 23 31 12 *")]
    [InlineData("0 4 * * 7")]
    [InlineData("0 4 * * sun,sat")]
    [InlineData("0 4 * * *")]
    [InlineData("0 4 29 feb *")]
    public void Other_spellings_have_the_same_occurrences_in_another_parser(string fields)
    {
        var recurrence = CronCalendar.ParseFields(fields.Split(' '));
        var from = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        var theirs = CronExpression.Parse(fields);
        var moment = from.UtcDateTime;
        foreach (var ours in Occurrences.Enumerate(recurrence, from, TimeZoneInfo.Utc).Take(200))
        {
            if (theirs.GetNextOccurrence(moment) is not { } next)
                break;
            Assert.Equal(next, ours.UtcDateTime);
            moment = next;
        }
    }

    [Theory]
    [InlineData("@weekly", "Sun 00:00")]
    [InlineData("@DAILY", "00:00")]
    [InlineData("@midnight", "00:00")]
    [InlineData("@hourly", "*:00")]
    [InlineData("@monthly", "*-*-01 00:00")]
    [InlineData("@yearly", "*-01-01 00:00")]
    [InlineData("@annually", "*-01-01 00:00")]
    public void Crontab_nicknames_are_supported(string nickname, string at) =>
        Assert.Equal(at, CronCalendar.ParseNickname(nickname).ToString());

    [Theory]
    [InlineData("0 3 1 * 1", "either")]
    [InlineData("0 3 */2 * 1", "differently")]
    [InlineData("0 3 1 * */2", "differently")]
    [InlineData("0 3 * * fri-mon", "ends before it starts")]
    [InlineData("5/10 3 * * *", "differently")]
    [InlineData("60 3 * * *", "'60'")]
    [InlineData("0 3 * * 8", "'8'")]
    [InlineData("0 3 * * monday", "'monday'")]
    [InlineData("0 3 L * *", "'L'")]
    [InlineData("0 3 ? * 1", "either")]
    [InlineData("~ 3 * * *", "'~'")]
    [InlineData("0 3 31 2 *", "never")]
    [InlineData("*/0 3 * * *", "'0'")]
    [InlineData("1-2-3 3 * * *", "'2-3'")]
    [InlineData("0, 3 * * *", "''")]
    public void Ambiguous_or_invalid_fields_are_rejected(string fields, string because) =>
        Assert.Contains(
            because,
            Assert.Throws<NotUnderstoodException>(() => CronCalendar.ParseFields(fields.Split(' '))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("@reboot", "machine starts")]
    [InlineData("@every_minute", "unknown")]
    public void Other_nicknames_are_rejected(string nickname, string because) =>
        Assert.Contains(
            because,
            Assert.Throws<NotUnderstoodException>(() => CronCalendar.ParseNickname(nickname)).Message,
            StringComparison.Ordinal
        );
}

using MempalaceSched.Calendars;
using Xunit;

namespace MempalaceSched.Tests.Calendars;

public class RecurrenceErrorTests
{
    [Theory]
    [InlineData("", 0, "the text is empty")]
    [InlineData("   ", 0, "the text is empty")]
    [InlineData("Mon 25:00", 4, "hour '25' is out of range 0..23")]
    [InlineData("Mon  24:00", 5, "hour '24' is out of range 0..23")]
    [InlineData("03:60", 3, "minute '60' is out of range 0..59")]
    [InlineData("03:00,75", 6, "minute '75' is out of range 0..59")]
    [InlineData("99999999999:00", 0, "hour '99999999999' is out of range 0..23")]
    [InlineData("*-13-01", 2, "month '13' is out of range 1..12")]
    [InlineData("*-00-01", 2, "month '00' is out of range 1..12")]
    [InlineData("Mon *-*-32 03:00", 8, "day '32' is out of range 1..31")]
    [InlineData("*-*-0", 4, "day '0' is out of range 1..31")]
    [InlineData("3:", 2, "the minute is missing")]
    [InlineData(":30", 0, "the hour is missing")]
    [InlineData("*-*-", 4, "the day is missing")]
    [InlineData("--1", 0, "year '' is not supported")]
    [InlineData("*:1,,2", 4, "the minute is missing")]
    [InlineData("*:1..", 5, "the minute is missing")]
    [InlineData("3:00pm", 2, "minute '00pm' is not a number")]
    [InlineData("+3:00", 0, "hour '+3' is not a number")]
    [InlineData("3", 0, "'3' is neither a date ('*-*-01') nor a time ('03:00')")]
    [InlineData("* 3:00", 0, "'*' is neither a date")]
    [InlineData("@daily", 0, "'@daily' is neither a date")]
    [InlineData("0 3 * * 1", 0, "'0' is neither a date")]
    [InlineData("T3:00", 0, "'T3:00' is not a weekday")]
    [InlineData("Mon T3:00", 4, "'T3:00' is neither a date")]
    [InlineData("*:*/5", 2, "'*' cannot have a step: write '0/5'")]
    [InlineData("*-*-*/2", 4, "'*' cannot have a step: write '1/2'")]
    [InlineData("*:1,*", 4, "'*' already means every value")]
    [InlineData("18..8:00", 0, "hour range '18..8' ends before it starts: write '00..08,18..23'")]
    [InlineData("6..5:00", 0, "hour range '6..5' ends before it starts: write '*'")]
    [InlineData("*:0/0", 4, "step '0' is out of range 1..59")]
    [InlineData("*:5/55", 4, "step '55' is out of range 1..54")]
    [InlineData("*:59/1", 5, "a step is not possible")]
    [InlineData("*:0..30/60", 8, "step '60' is out of range 1..59")]
    [InlineData("*:0/", 4, "the step is missing")]
    [InlineData("*:0/5/5", 4, "step '5/5' is not a number")]
    [InlineData("2026-01-01 03:00", 0, "year '2026' is not supported: a schedule recurs every year, so write '*'")]
    [InlineData("Mon 2026-*-*", 4, "year '2026' is not supported")]
    [InlineData("*-*-01-01", 6, "a date has at most year, month and day")]
    [InlineData("*-*~1", 3, "days counted from the end of the month with '~' are not supported")]
    [InlineData("*-02~03 03:00", 4, "days counted from the end of the month with '~' are not supported")]
    [InlineData("*-02-30", 0, "date '*-02-30' never occurs")]
    [InlineData("Mon *-04,06,09,11-31 03:00", 4, "date '*-04,06,09,11-31' never occurs")]
    [InlineData("03:00:30", 6, "seconds '30' are not supported")]
    [InlineData("*:*:*", 4, "seconds '*' are not supported")]
    [InlineData("03:00:00:00", 8, "a time has at most hour, minute and second")]
    [InlineData("03:00 UTC", 6, "time zone 'UTC' is not supported: a schedule runs in local time, so remove it")]
    [InlineData("Mon 03:00 Europe/Berlin", 10, "time zone 'Europe/Berlin' is not supported")]
    [InlineData("Mon UTC", 4, "time zone 'UTC' is not supported")]
    [InlineData("daily UTC", 6, "time zone 'UTC' is not supported")]
    [InlineData("daily 03:00", 6, "'daily' must be the only word")]
    [InlineData("Mon daily", 4, "'daily' must be the only word")]
    [InlineData(
        "Mon Tue 03:00",
        4,
        "'Tue' is in the wrong place: weekdays come first, as one list without spaces ('Mon,Thu 03:00')"
    )]
    [InlineData("03:00 Mon..Fri", 6, "'Mon..Fri' is in the wrong place: weekdays come first")]
    [InlineData("03:00 *-*-01", 6, "'*-*-01' is in the wrong place: the date comes before the time")]
    [InlineData(
        "03:00 15:00",
        6,
        "'15:00' is a second time: a recurrence has only one, but it can contain lists ('03,15:00')"
    )]
    [InlineData(
        "fortnightly",
        0,
        "'fortnightly' is neither a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) nor one of minutely"
    )]
    [InlineData("Mon,Tues 03:00", 4, "'Tues' is not a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun)")]
    [InlineData(
        "Mon, Tue 03:00",
        5,
        "'Tue' is in the wrong place: weekdays come first, as one list without spaces ('Mon,Thu 03:00')"
    )]
    [InlineData("Mon, 03:00", 4, "a weekday is missing")]
    [InlineData("Mon..", 5, "a weekday is missing")]
    [InlineData(
        "Fri..Mon 03:00",
        0,
        "weekday range 'Fri..Mon' ends before it starts, because the week begins on Monday: write 'Mon,Fri..Sun'"
    )]
    [InlineData(
        "Mon,Sun..Sat",
        4,
        "weekday range 'Sun..Sat' ends before it starts, because the week begins on Monday: write 'Mon..Sun'"
    )]
    public void An_error_has_its_position_and_reason(string text, int position, string reason)
    {
        RecurrenceFormatException fault = Assert.Throws<RecurrenceFormatException>(() => Recurrence.Parse(text));

        Assert.Equal(position, fault.Position);
        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
        Assert.Equal(text, fault.Text);
        Assert.False(Recurrence.TryParse(text, out Recurrence? none));
        Assert.Null(none);
    }

    [Fact]
    public void Message_has_the_position_the_reason_and_examples() =>
        Assert.Equal(
            "'Mon 25:00' is not a recurrence: at position 5, hour '25' is out of range 0..23. "
                + "Examples: 'Mon 03:00', 'Mon..Fri 03:00', '03:00', 'daily', '*-*-01 03:00', '*:0/15'.",
            Assert.Throws<RecurrenceFormatException>(() => Recurrence.Parse("Mon 25:00")).Message
        );

    [Fact]
    public void Every_example_in_the_message_is_valid()
    {
        string message = Assert.Throws<RecurrenceFormatException>(() => Recurrence.Parse("")).Message;
        string[] examples =
        [
            .. message[message.IndexOf("Examples", StringComparison.Ordinal)..].Split('\'').Where((_, i) => i % 2 == 1),
        ];

        Assert.Equal(6, examples.Length);
        Assert.All(examples, example => Recurrence.Parse(example));
    }

    [Fact]
    public void Message_contains_no_control_characters()
    {
        string message = Assert
            .Throws<RecurrenceFormatException>(() => Recurrence.Parse("Mon\u001b[2J\n03:00"))
            .Message;

        Assert.DoesNotContain(message, char.IsControl);
        Assert.Contains(@"Mon\x1b[2J\x0a03:00", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_rejected()
    {
        Assert.Throws<ArgumentNullException>(() => Recurrence.Parse(null!));
        Assert.False(Recurrence.TryParse(null, out _));
    }

    [Fact]
    public void Wrong_fields_and_impossible_dates_are_rejected()
    {
        ValueSet weekdays = ValueSet.Any(CalendarField.Weekday);
        ValueSet hours = ValueSet.Any(CalendarField.Hour),
            minutes = ValueSet.Any(CalendarField.Minute);
        ValueSet february = ValueSet.From(CalendarField.Month, 2),
            thirtieth = ValueSet.From(CalendarField.Day, 30);

        Assert.Throws<ArgumentException>(() => new Recurrence(weekdays, february, thirtieth, hours, minutes));
        Assert.Throws<ArgumentException>(() => new Recurrence(weekdays, february, minutes, hours, minutes));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueSet.From(CalendarField.Hour));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueSet.From(CalendarField.Hour, 24));
    }
}

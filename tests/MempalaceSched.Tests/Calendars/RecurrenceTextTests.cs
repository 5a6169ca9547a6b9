using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Tests.Scheduling;
using Xunit;

namespace MempalaceSched.Tests.Calendars;

public class RecurrenceTextTests
{
    [Theory]
    [InlineData("Mon 03:00", "Mon 03:00")]
    [InlineData("monday 3:0", "Mon 03:00")]
    [InlineData("MON *-*-* 03:00:00", "Mon 03:00")]
    [InlineData("  Mon   3:00 ", "Mon 03:00")]
    [InlineData("Thu,Mon 03:00", "Mon,Thu 03:00")]
    [InlineData("Mon,Tue,Wed,Thu,Fri 03:00", "Mon..Fri 03:00")]
    [InlineData("Mon-Fri 03:00", "Mon..Fri 03:00")]
    [InlineData("Sat..Sun 03:00", "Sat,Sun 03:00")]
    [InlineData("Mon..Tue,Thu..Sat,Sun", "Mon,Tue,Thu..Sun 00:00")]
    [InlineData("Mon..Sun 03:00", "03:00")]
    [InlineData("Mon", "Mon 00:00")]
    [InlineData("03:00", "03:00")]
    [InlineData("3:00:0", "03:00")]
    [InlineData("*-*-* 03:00", "03:00")]
    [InlineData("*-* 03:00", "03:00")]
    [InlineData("*-*-*", "00:00")]
    [InlineData("*-*-1 3:00", "*-*-01 03:00")]
    [InlineData("*-01", "*-*-01 00:00")]
    [InlineData("12-24 18:00", "*-12-24 18:00")]
    [InlineData("*-*-15,1 03:00", "*-*-01,15 03:00")]
    [InlineData("*-1..3-* 03:00", "*-01..03-* 03:00")]
    [InlineData("Fri *-*-13 13:13", "Fri *-*-13 13:13")]
    [InlineData("*-02-29", "*-02-29 00:00")]
    [InlineData("*:0/15", "*:0/15")]
    [InlineData("*:00/15", "*:0/15")]
    [InlineData("*:0,15,30,45", "*:0/15")]
    [InlineData("*:5/15", "*:05..50/15")]
    [InlineData("*:0/7", "*:00..56/7")]
    [InlineData("*-*-1/2", "*-*-01..31/2 00:00")]
    [InlineData("*:0/20", "*:0/20")]
    [InlineData("*:0/30", "*:00,30")]
    [InlineData("*:58/1", "*:58,59")]
    [InlineData("*:0/1", "*:*")]
    [InlineData("0/6:30", "00..18/6:30")]
    [InlineData("8..18/2:00", "08..18/2:00")]
    [InlineData("8..18:0,30", "08..18:00,30")]
    [InlineData("*:0..58/59", "*:00")]
    [InlineData("8,10,12:00", "08,10,12:00")]
    [InlineData("16,18,20,22:00", "16..22/2:00")]
    [InlineData("0/8:00", "00,08,16:00")]
    [InlineData("*:5..9/10", "*:05")]
    [InlineData("*:1..2,3..4/5", "*:01..03")]
    [InlineData("*:0/20,7", "*:00,07,20,40")]
    [InlineData("minutely", "*:*")]
    [InlineData("hourly", "*:00")]
    [InlineData("Daily", "00:00")]
    [InlineData("WEEKLY", "Mon 00:00")]
    [InlineData("monthly", "*-*-01 00:00")]
    [InlineData("quarterly", "*-01..10/3-01 00:00")]
    [InlineData("semiannually", "*-01,07-01 00:00")]
    [InlineData("yearly", "*-01-01 00:00")]
    [InlineData("annually", "*-01-01 00:00")]
    public void Equivalent_texts_have_one_canonical_text(string text, string canonical)
    {
        Recurrence recurrence = Recurrence.Parse(text);

        Assert.Equal(canonical, recurrence.ToString());
        Assert.Equal(Recurrence.Parse(canonical), recurrence);
        Assert.Equal(Recurrence.Parse(canonical).GetHashCode(), recurrence.GetHashCode());
    }

    [Theory]
    [InlineData("Mon 03:00", "Tue 03:00")]
    [InlineData("03:00", "03:01")]
    [InlineData("*-*-01 03:00", "03:00")]
    [InlineData("*-01-01", "*-01-02")]
    public void Different_calendars_are_not_equal(string one, string other) =>
        Assert.NotEqual(Recurrence.Parse(one), Recurrence.Parse(other));

    [Fact]
    public void Canonical_text_parses_to_an_equal_recurrence() =>
        RecurrenceGen.Any.Sample(
            recurrence =>
            {
                string text = recurrence.ToString();
                Recurrence again = Recurrence.Parse(text);
                return again == recurrence
                    && again.ToString() == text
                    && again.GetHashCode() == recurrence.GetHashCode();
            },
            iter: 5_000
        );

    [Fact]
    public void Parse_ignores_case_whitespace_and_zero_seconds() =>
        RecurrenceGen.Any.Sample(
            recurrence =>
            {
                string text = recurrence.ToString();
                return Recurrence.Parse(text.ToUpperInvariant()) == recurrence
                    && Recurrence.Parse(text.ToLowerInvariant()) == recurrence
                    && Recurrence.Parse($" {text.Replace(" ", "   ", StringComparison.Ordinal)} ") == recurrence
                    && Recurrence.Parse($"{text}:00") == recurrence;
            },
            iter: 5_000
        );

    [Fact]
    public void Canonical_field_is_never_longer_than_a_plain_list() =>
        Gen.OneOf(
                RecurrenceGen.Set(CalendarField.Minute),
                RecurrenceGen.Set(CalendarField.Hour),
                RecurrenceGen.Set(CalendarField.Day)
            )
            .Sample(
                set =>
                    RecurrenceText.Component(set).Length
                    <= string.Join(',', set.Values.Select(value => $"{value:00}")).Length,
                iter: 5_000
            );

    [Fact]
    public void Parse_returns_a_recurrence_or_an_error_position_within_the_text()
    {
        Gen<string> near = Gen.Select(
                RecurrenceGen.Any,
                Gen.Int[0, 40],
                Gen.Char["*0159:-/.,~ MonFri\n\u00a0"],
                Gen.Bool
            )
            .Select(
                (recurrence, at, c, insert) =>
                {
                    string text = recurrence.ToString();
                    at %= text.Length;
                    return insert ? text.Insert(at, c.ToString()) : text.Remove(at, 1);
                }
            );
        Gen.OneOf(near, Gen.String)
            .Sample(
                text =>
                {
                    try
                    {
                        return Recurrence.Parse(Recurrence.Parse(text).ToString()) == Recurrence.Parse(text);
                    }
                    catch (RecurrenceFormatException e)
                    {
                        return e.Text == text
                            && e.Position >= 0
                            && e.Position <= text.Length
                            && !Recurrence.TryParse(text, out _);
                    }
                },
                iter: 10_000
            );
    }
}

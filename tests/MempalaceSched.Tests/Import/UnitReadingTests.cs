using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Import;
using MempalaceSched.Import.Systemd;
using MempalaceSched.Templates;
using MempalaceSched.Tests.Scheduling;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Import;

public class UnitReadingTests
{
    private static readonly UnitSpecifiers Specifiers = new(Machine.With("/home/robin"), "x.service");

    [Fact]
    public void Generated_unit_words_are_read_back_unchanged() =>
        Definitions
            .Text.List[0, 6]
            .Sample(words =>
                Assert.Equal(
                    words,
                    UnitWordParser.Expand(
                        UnitWordParser.Split(string.Join("  ", words.Select(UnitText.Word))).Select(Specifiers.Expand),
                        new Dictionary<string, string>()
                    )
                )
            );

    [Fact]
    public void Generated_OnCalendar_texts_are_read_back_unchanged() =>
        RecurrenceGen.Any.Sample(recurrence =>
            Assert.Equal(recurrence, TimerJobReader.ParseOnCalendar(recurrence.ToString()))
        );

    [Fact]
    public void Several_calendars_are_merged_into_an_equivalent_one() =>
        RecurrenceGen.Any.Sample(recurrence =>
        {
            var parts = recurrence.Hours.Values.Select(hour => new Recurrence(
                recurrence.Weekdays,
                recurrence.Months,
                recurrence.Days,
                ValueSet.From(CalendarField.Hour, hour),
                recurrence.Minutes
            ));
            Assert.Equal(recurrence, RecurrenceUnion.From(parts.Reverse().Select(CalendarRule.From)));
        });

    [Fact]
    public void A_merged_calendar_has_the_occurrences_of_its_parts() =>
        Gen.Select(RecurrenceGen.Any, RecurrenceGen.Any)
            .Sample(
                (one, other) =>
                {
                    if (RecurrenceUnion.From([CalendarRule.From(one), CalendarRule.From(other)]) is not { } union)
                        return;
                    var from = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
                    DateTimeOffset Next(Recurrence recurrence) =>
                        Occurrences.Next(recurrence, from, TimeZoneInfo.Utc)!.Value;
                    Assert.Equal(Next(one) < Next(other) ? Next(one) : Next(other), Next(union));
                }
            );

    [Theory]
    [InlineData("""  a "b c"  'd "e'  --x="f g" """, "a|b c|d \"e|--x=f g")]
    [InlineData("""\x41 \u00e9 "a\tb\"c" 'it\'s' \s""", "A|é|a\tb\"c|it's| ")]
    [InlineData("""%h/bin %u %% %t""", "/home/robin/bin|robin|%|/run/user/1000")]
    [InlineData("""$A ${A}x $$A a$A "$A" ${B}""", "1|2|1 2x|$A|a$A|1|2|")]
    public void Quotes_escapes_specifiers_and_variables_follow_systemd(string line, string expected) =>
        Assert.Equal(
            expected.Split('|'),
            UnitWordParser.Expand(
                UnitWordParser.Split(line).Select(Specifiers.Expand),
                new Dictionary<string, string> { ["A"] = "1 2", ["B"] = "" }
            )
        );

    [Fact]
    public void Sections_continuations_comments_and_resets_follow_systemd()
    {
        var unit = new UnitFile(
            "# c\n[Unit]\nDescription = a = b\n\n[Service]\nExecStart=/bin/a \\\n# not a part\n  b\\\nc\n; c\nEnvironment=A=1\n",
            "[Service]\nEnvironment=\nEnvironment=B=2\nEnvironment=C=3\nRemainAfterExit=Yes\n"
        );
        Assert.Equal("a = b", unit.Last("Unit", "Description"));
        Assert.Equal(["/bin/a    b c"], unit.All("Service", "ExecStart"));
        Assert.Equal(["B=2", "C=3"], unit.All("Service", "Environment"));
        Assert.True(unit.Flag("Service", "RemainAfterExit", false));
        Assert.False(unit.Flag("Unit", "Other", false));
        Assert.Throws<NotUnderstoodException>(() => new UnitFile("[Unit]\nnonsense\n"));
    }

    [Theory]
    [InlineData("7200", "02:00:00")]
    [InlineData("2h 30min", "02:30:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("90s", "00:01:30")]
    [InlineData("1d2h", "1.02:00:00")]
    [InlineData("infinity", "00:00:00")]
    [InlineData("soon", null)]
    [InlineData("2y", null)]
    [InlineData("", null)]
    public void Time_spans_follow_systemd(string text, string? expected) =>
        Assert.Equal(expected, TimeSpanParser.TryParse(text, out var time) ? time.ToString("c") : null);
}

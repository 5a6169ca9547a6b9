using System.Diagnostics.CodeAnalysis;

namespace MempalaceSched.Calendars;

/// <summary>Reads a recurrence. <see cref="Recurrence"/> describes the syntax.</summary>
internal static class RecurrenceParser
{
    /// <summary>The shorthands and their meanings.</summary>
    private static readonly Dictionary<string, string> Shorthands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["minutely"] = "*:*",
        ["hourly"] = "*:00",
        ["daily"] = "00:00",
        ["weekly"] = "Mon 00:00",
        ["monthly"] = "*-*-01 00:00",
        ["quarterly"] = "*-01,04,07,10-01 00:00",
        ["semiannually"] = "*-01,07-01 00:00",
        ["yearly"] = "*-01-01 00:00",
        ["annually"] = "*-01-01 00:00",
    };

    /// <summary>Reads a recurrence.</summary>
    /// <exception cref="RecurrenceFormatException">The text is not a recurrence.</exception>
    public static Recurrence Parse(string text)
    {
        List<TextPart> words = TextPart.Words(text);
        if (words.Count == 0)
            throw new RecurrenceFormatException(text, 0, "the text is empty");
        if (Shorthands.TryGetValue(words[0].Text, out string? meaning))
        {
            if (words.Count > 1)
                FailUnexpected(words[1], words[0].Text, afterTime: false);
            return Parse(meaning);
        }

        int next = 0;
        TextPart? Take(Func<TextPart, bool> fits) => next < words.Count && fits(words[next]) ? words[next++] : null;
        TextPart? weekdays = Take(word => word.StartsWithLetter);
        TextPart? date = Take(IsDate);
        TextPart? time = Take(IsTime);
        if (next < words.Count)
            FailUnexpected(words[next], shorthand: null, afterTime: time is not null);

        ValueSet weekdaySet = weekdays is { } w ? Weekdays(w) : ValueSet.Any(CalendarField.Weekday);
        (ValueSet months, ValueSet days) = date is { } d
            ? Date(d)
            : (ValueSet.Any(CalendarField.Month), ValueSet.Any(CalendarField.Day));
        (ValueSet hours, ValueSet minutes) = time is { } t
            ? Time(t)
            : (ValueSet.From(CalendarField.Hour, 0), ValueSet.From(CalendarField.Minute, 0));
        return new Recurrence(weekdaySet, months, days, hours, minutes);
    }

    private static bool IsDate(TextPart word) =>
        !word.StartsWithLetter && !word.Contains(":") && (word.Contains("-") || word.Contains("~"));

    private static bool IsTime(TextPart word) => !word.StartsWithLetter && word.Contains(":");

    private static ValueSet Weekdays(TextPart word)
    {
        if (word.Text.All(char.IsAsciiLetter) && !WeekdayParser.IsWeekday(word.Text))
            word.Fail(
                $"'{word.Text}' is neither a weekday ({string.Join(", ", WeekdayParser.ShortNames)})"
                    + $" nor one of {string.Join(", ", Shorthands.Keys)}"
            );
        return WeekdayParser.Parse(word);
    }

    private static (ValueSet Months, ValueSet Days) Date(TextPart word)
    {
        if (word.TryCut("~", out _, out TextPart fromEnd))
            (fromEnd with { Start = fromEnd.Start - 1 }).Fail(
                "days counted from the end of the month with '~' are not supported, because only systemd has them"
            );

        List<TextPart> parts = word.Split("-");
        if (parts.Count > 3)
            (parts[3] with { Start = parts[3].Start - 1 }).Fail("a date has at most year, month and day: '*-*-01'");
        if (parts.Count == 3)
        {
            if (parts[0].Text != "*")
                parts[0].Fail($"year '{parts[0].Text}' is not supported: a schedule recurs every year, so write '*'");
            parts.RemoveAt(0);
        }

        ValueSet months = ComponentParser.Parse(parts[0], CalendarField.Month);
        ValueSet days = ComponentParser.Parse(parts[1], CalendarField.Day);
        if (!Recurrence.DateExists(months, days))
            word.Fail($"date '{word.Text}' never occurs");
        return (months, days);
    }

    private static (ValueSet Hours, ValueSet Minutes) Time(TextPart word)
    {
        List<TextPart> parts = word.Split(":");
        if (parts.Count > 3)
            (parts[3] with { Start = parts[3].Start - 1 }).Fail(
                "a time has at most hour, minute and second: '03:00:00'"
            );
        ValueSet hours = ComponentParser.Parse(parts[0], CalendarField.Hour);
        ValueSet minutes = ComponentParser.Parse(parts[1], CalendarField.Minute);
        if (parts.Count == 3 && parts[2].Text is not ("0" or "00"))
            parts[2]
                .Fail(
                    $"seconds '{parts[2].Text}' are not supported: a schedule starts at a full minute,"
                        + " so write '00' or remove them"
                );
        return (hours, minutes);
    }

    /// <summary>Throws an exception that explains why a word cannot be at its position.</summary>
    /// <param name="word">The word.</param>
    /// <param name="shorthand">The shorthand before the word, such as <c>daily</c>; null if there is none.</param>
    /// <param name="afterTime">Whether a time precedes the word.</param>
    [DoesNotReturn]
    private static void FailUnexpected(TextPart word, string? shorthand, bool afterTime)
    {
        string text = word.Text;
        bool isWeekdays = text.Split(',', '.', '-').Any(WeekdayParser.IsWeekday);
        bool isZone = word.StartsWithLetter && !word.Contains(":") && !isWeekdays && !Shorthands.ContainsKey(text);
        word.Fail(
            isZone ? $"time zone '{text}' is not supported: a schedule runs in local time, so remove it"
            : shorthand is not null ? $"'{shorthand}' must be the only word"
            : isWeekdays
                ? $"'{text}' is in the wrong place: weekdays come first, as one list without spaces ('Mon,Thu 03:00')"
            : Shorthands.ContainsKey(text) ? $"'{text}' must be the only word"
            : afterTime && word.Contains(":")
                ? $"'{text}' is a second time: a recurrence has only one, but it can contain lists ('03,15:00')"
            : afterTime && word.Contains("-") ? $"'{text}' is in the wrong place: the date comes before the time"
            : $"'{text}' is neither a date ('*-*-01') nor a time ('03:00')"
        );
    }
}

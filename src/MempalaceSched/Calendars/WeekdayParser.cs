namespace MempalaceSched.Calendars;

/// <summary>Reads lists and ranges of weekdays: <c>Mon</c>, <c>monday</c>, <c>Mon,Thu</c>, <c>Mon..Fri</c>, <c>Mon-Fri</c>.</summary>
internal static class WeekdayParser
{
    /// <summary>The names that are printed, Monday first.</summary>
    public static IReadOnlyList<string> ShortNames { get; } = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static readonly string[] LongNames =
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];

    /// <exception cref="RecurrenceFormatException">The word is not a list of weekdays.</exception>
    public static ValueSet Parse(TextPart word)
    {
        ulong bits = 0;
        foreach (TextPart item in word.Split(","))
        {
            // The hyphen is how systemd wrote ranges at first, and it still reads it.
            bool ranged =
                item.TryCut("..", out TextPart first, out TextPart last) || item.TryCut("-", out first, out last);
            int from = Day(first);
            int to = ranged ? Day(last) : from;
            if (to < from)
                item.Fail(
                    $"weekday range '{item.Text}' runs backwards, for the week begins on Monday: write '{Wrapped(from, to)}'"
                );
            bits |= Range(from, to);
        }
        return new ValueSet(CalendarField.Weekday, bits);
    }

    /// <summary>Whether the word is one weekday, so that an error can tell a misplaced weekday from a time zone.</summary>
    public static bool IsWeekday(string name) => IndexOf(name) >= 0;

    private static int Day(TextPart part)
    {
        if (part.IsEmpty)
            part.Fail("a weekday is missing");
        int day = IndexOf(part.Text);
        if (day < 0)
            part.Fail($"'{part.Text}' is not a weekday ({string.Join(", ", ShortNames)})");
        return day;
    }

    private static int IndexOf(string name)
    {
        for (int day = 0; day < LongNames.Length; day++)
            if (
                name.Equals(ShortNames[day], StringComparison.OrdinalIgnoreCase)
                || name.Equals(LongNames[day], StringComparison.OrdinalIgnoreCase)
            )
                return day;
        return -1;
    }

    private static ulong Range(int from, int to) => ((1UL << (to - from + 1)) - 1) << from;

    private static string Wrapped(int from, int to)
    {
        CalendarField field = CalendarField.Weekday;
        ValueSet days = new(field, Range(from, field.Max) | Range(field.Min, to));
        return days.IsAny ? "Mon..Sun" : RecurrenceText.Weekdays(days);
    }
}

namespace MempalaceSched.Calendars;

/// <summary>
/// Reads lists and ranges of weekdays, for example <c>Mon</c>, <c>monday</c>, <c>Mon,Thu</c>, <c>Mon..Fri</c> or
/// <c>Mon-Fri</c>.
/// </summary>
internal static class WeekdayParser
{
    /// <summary>The abbreviated names of the weekdays, beginning with Monday.</summary>
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

    /// <summary>Reads the weekdays of a word.</summary>
    /// <exception cref="RecurrenceFormatException">The word is not a list of weekdays.</exception>
    public static ValueSet Parse(TextPart word)
    {
        ulong bits = 0;
        foreach (TextPart item in word.Split(","))
        {
            // systemd still accepts the hyphen, its former syntax for ranges.
            bool ranged =
                item.TryCut("..", out TextPart first, out TextPart last) || item.TryCut("-", out first, out last);
            int from = Day(first);
            int to = ranged ? Day(last) : from;
            if (to < from)
                item.Fail(
                    $"weekday range '{item.Text}' ends before it starts, because the week begins on Monday:"
                        + $" write '{Wrap(from, to)}'"
                );
            bits |= Range(from, to);
        }
        return new ValueSet(CalendarField.Weekday, bits);
    }

    /// <summary>
    /// Whether a word is a weekday. Error messages use it to distinguish a misplaced weekday from a time zone.
    /// </summary>
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

    /// <summary>
    /// The text of a range that continues at the beginning of the week, as the user probably meant it.
    /// </summary>
    private static string Wrap(int from, int to)
    {
        CalendarField field = CalendarField.Weekday;
        ValueSet days = new(field, Range(from, field.Max) | Range(field.Min, to));
        return days.IsAny ? "Mon..Sun" : RecurrenceText.Weekdays(days);
    }
}

using System.Globalization;

namespace MempalaceSched.Calendars;

/// <summary>Reads one component of a date or time: <c>*</c>, numbers, lists, ranges and steps.</summary>
internal static class ComponentParser
{
    /// <summary>Reads the values of a component.</summary>
    /// <exception cref="RecurrenceFormatException">The text is not a valid component of the field.</exception>
    public static ValueSet Parse(TextPart part, CalendarField field)
    {
        if (part.Text == "*")
            return ValueSet.Any(field);

        ulong bits = 0;
        foreach (TextPart item in part.Split(","))
            for (int value = Range(item, field, out int last, out int step); value <= last; value += step)
                bits |= 1UL << value;
        return new ValueSet(field, bits);
    }

    /// <summary>Reads <c>5</c>, <c>5..9</c>, <c>5/2</c> or <c>5..9/2</c>, and returns the first value.</summary>
    private static int Range(TextPart item, CalendarField field, out int last, out int step)
    {
        bool stepped = item.TryCut("/", out TextPart range, out TextPart stepPart);
        if (range.Text == "*")
            range.Fail(
                stepped
                    ? $"'*' cannot have a step: write '{field.Min}/{stepPart.Text}'"
                    : "'*' already means every value, so it cannot be part of a list"
            );

        bool ranged = range.TryCut("..", out TextPart firstPart, out TextPart lastPart);
        int first = Number(firstPart, field);
        last =
            ranged ? Number(lastPart, field)
            : stepped ? field.Max
            : first;
        if (last < first)
            range.Fail($"{field.Name} range '{range.Text}' ends before it starts: write '{Wrap(first, last, field)}'");

        step = stepped ? Step(stepPart, ranged ? field.Max : field.Max - first) : 1;
        return first;
    }

    private static int Step(TextPart part, int max)
    {
        if (max == 0)
            part.Fail("a step is not possible, because no value follows the largest one");
        int step = Digits(part, "step");
        if (step < 1 || step > max)
            part.Fail($"step '{part.Text}' is out of range 1..{max}");
        return step;
    }

    private static int Number(TextPart part, CalendarField field)
    {
        int value = Digits(part, field.Name);
        if (value < field.Min || value > field.Max)
            part.Fail($"{field.Name} '{part.Text}' is out of range {field.Min}..{field.Max}");
        return value;
    }

    /// <summary>Reads a number. A number that does not fit in an int is out of range of every field anyway.</summary>
    private static int Digits(TextPart part, string name)
    {
        if (part.IsEmpty)
            part.Fail($"the {name} is missing");
        if (!part.Text.All(char.IsAsciiDigit))
            part.Fail($"{name} '{part.Text}' is not a number");
        return int.TryParse(part.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : int.MaxValue;
    }

    /// <summary>
    /// The text of a range that continues at the beginning of the field, as the user probably meant it.
    /// </summary>
    private static string Wrap(int first, int last, CalendarField field)
    {
        ulong between = 0;
        for (int value = last + 1; value < first; value++)
            between |= 1UL << value;
        return RecurrenceText.Component(new ValueSet(field, field.AllBits & ~between));
    }
}

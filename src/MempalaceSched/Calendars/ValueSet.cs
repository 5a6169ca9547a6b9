using System.Numerics;

namespace MempalaceSched.Calendars;

/// <summary>
/// The values of one calendar field at which a recurrence occurs; at least one. Sets with the same values are equal,
/// even if they were written differently.
/// </summary>
internal sealed record ValueSet
{
    private readonly ulong _bits;

    /// <summary>Creates a set from a bit set: bit n stands for value n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The set is empty, or contains a value outside the range of the field.
    /// </exception>
    public ValueSet(CalendarField field, ulong bits)
    {
        if (bits == 0 || (bits & ~field.AllBits) != 0)
            throw new ArgumentOutOfRangeException(
                nameof(bits),
                bits,
                $"Not a set of {field.Name}s {field.Min}..{field.Max}."
            );
        Field = field;
        _bits = bits;
    }

    /// <summary>The field of the values.</summary>
    public CalendarField Field { get; }

    /// <summary>Whether the set contains every value of its field.</summary>
    public bool IsAny => _bits == Field.AllBits;

    /// <summary>The number of values.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>The smallest value.</summary>
    public int First => BitOperations.TrailingZeroCount(_bits);

    /// <summary>The largest value.</summary>
    public int Last => BitOperations.Log2(_bits);

    /// <summary>The values in ascending order.</summary>
    public IEnumerable<int> Values
    {
        get
        {
            for (int value = Field.Min; value <= Field.Max; value++)
                if (Contains(value))
                    yield return value;
        }
    }

    /// <summary>The set with every value of a field.</summary>
    public static ValueSet Any(CalendarField field) => new(field, field.AllBits);

    /// <summary>The set with the given values, which can be in any order.</summary>
    public static ValueSet From(CalendarField field, params int[] values) =>
        new(field, values.Aggregate(0UL, (bits, value) => bits | (1UL << value)));

    /// <summary>Whether the set contains a value.</summary>
    public bool Contains(int value) => (_bits >> value & 1) != 0;

    /// <summary>
    /// The set as a short list of ranges. If all values are evenly spaced and there are at least four of them (or three
    /// that fill the hour), this is one range with a step. Otherwise, three or more consecutive values become a range,
    /// and every other value is listed by itself.
    /// </summary>
    /// <param name="steps">Whether the notation supports steps.</param>
    public IReadOnlyList<ValueRange> ToRanges(bool steps)
    {
        int[] values = [.. Values];
        if (steps && EvenDistance(values) is > 1 and var step)
        {
            ValueRange stepped = new(values[0], values[^1], step);
            if (values.Length > 3 || stepped.FillsHour(Field))
                return [stepped];
        }

        List<ValueRange> ranges = [];
        for (int start = 0, end; start < values.Length; start = end)
        {
            for (end = start + 1; end < values.Length && values[end] == values[end - 1] + 1; )
                end++;
            if (end - start >= 3)
                ranges.Add(new ValueRange(values[start], values[end - 1], 1));
            else
                ranges.AddRange(values[start..end].Select(value => new ValueRange(value, value, 1)));
        }
        return ranges;
    }

    private static int EvenDistance(int[] values)
    {
        if (values.Length < 3)
            return 0;
        int step = values[1] - values[0];
        return values.Zip(values.Skip(1)).All(pair => pair.Second - pair.First == step) ? step : 0;
    }
}

/// <summary>
/// The values First, First + Step and so on, up to and including Last. It is a single value if First equals Last.
/// </summary>
internal sealed record ValueRange(int First, int Last, int Step)
{
    /// <summary>Whether the range is a single value.</summary>
    public bool IsSingle => First == Last;

    /// <summary>
    /// Whether the range consists of minutes that are evenly spaced across the hour and into the next one, such as
    /// every 15 minutes. Such a range can be written without an end.
    /// </summary>
    public bool FillsHour(CalendarField field) =>
        field == CalendarField.Minute && Step > 1 && First == field.Min && Last + Step == field.Max + 1;
}

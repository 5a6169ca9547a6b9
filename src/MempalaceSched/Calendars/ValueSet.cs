using System.Numerics;

namespace MempalaceSched.Calendars;

/// <summary>
/// The values of one calendar field at which a recurrence occurs: never empty. A set that holds every value
/// is "any", however it was written, so that equal meanings are equal objects.
/// </summary>
internal sealed record ValueSet
{
    private readonly ulong _bits;

    /// <summary>A set of the values whose bits are set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The set is empty or holds a value outside the field.</exception>
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

    /// <summary>The field that the values belong to.</summary>
    public CalendarField Field { get; }

    /// <summary>Whether the set holds every value of its field.</summary>
    public bool IsAny => _bits == Field.AllBits;

    /// <summary>How many values the set holds.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>The smallest value.</summary>
    public int First => BitOperations.TrailingZeroCount(_bits);

    /// <summary>The greatest value.</summary>
    public int Last => BitOperations.Log2(_bits);

    /// <summary>The values, ascending.</summary>
    public IEnumerable<int> Values
    {
        get
        {
            for (int value = Field.Min; value <= Field.Max; value++)
                if (Contains(value))
                    yield return value;
        }
    }

    /// <summary>Every value of the field.</summary>
    public static ValueSet Any(CalendarField field) => new(field, field.AllBits);

    /// <summary>Exactly these values, in any order.</summary>
    public static ValueSet Of(CalendarField field, params int[] values) =>
        new(field, values.Aggregate(0UL, (bits, value) => bits | (1UL << value)));

    /// <summary>Whether the recurrence occurs at this value.</summary>
    public bool Contains(int value) => (_bits >> value & 1) != 0;

    /// <summary>
    /// The set as few ranges that a reader takes in at once: one stepped range where all values lie at equal distance
    /// and are at least four, or three that fill the hour; else runs of three and more as ranges and the rest one by one.
    /// </summary>
    /// <param name="steps">False where the notation knows no steps.</param>
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

/// <summary>The values First, First + Step, … up to and including Last; a single value where both are the same.</summary>
internal readonly record struct ValueRange(int First, int Last, int Step)
{
    /// <summary>Whether it is one value only.</summary>
    public bool IsSingle => First == Last;

    /// <summary>
    /// Whether these are minutes at equal distance all through the hour and into the next, as "every 15 minutes" is, so
    /// that neither end need be written.
    /// </summary>
    public bool FillsHour(CalendarField field) =>
        field == CalendarField.Minute && Step > 1 && First == field.Min && Last + Step == field.Max + 1;
}

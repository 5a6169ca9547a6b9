using System.Diagnostics.CodeAnalysis;

namespace MempalaceSched.Calendars;

/// <summary>A part of a text that keeps its position, so that error messages can contain it.</summary>
/// <param name="Source">The whole text.</param>
/// <param name="Start">The index where the part begins.</param>
/// <param name="End">The index after the end of the part.</param>
internal sealed record TextPart(string Source, int Start, int End)
{
    /// <summary>The text of the part.</summary>
    public string Text => Source[Start..End];

    public bool IsEmpty => Start == End;

    public bool StartsWithLetter => !IsEmpty && char.IsAsciiLetter(Source[Start]);

    /// <summary>The words of a text, which are separated by one or more spaces.</summary>
    public static List<TextPart> Words(string source) =>
        [.. new TextPart(source, 0, source.Length).Split(" ").Where(word => !word.IsEmpty)];

    /// <summary>Whether the part contains a string.</summary>
    public bool Contains(string mark) => IndexOf(mark) >= 0;

    /// <summary>The parts between the separators. A part can be empty.</summary>
    public List<TextPart> Split(string separator)
    {
        List<TextPart> parts = [];
        TextPart rest = this;
        while (rest.TryCut(separator, out TextPart before, out TextPart after))
        {
            parts.Add(before);
            rest = after;
        }
        parts.Add(rest);
        return parts;
    }

    /// <summary>
    /// Splits at the first separator. Without a separator, <paramref name="before"/> is the whole part.
    /// </summary>
    public bool TryCut(string separator, out TextPart before, out TextPart after)
    {
        int at = IndexOf(separator);
        before = at < 0 ? this : this with { End = at };
        after = at < 0 ? this with { Start = End } : this with { Start = at + separator.Length };
        return at >= 0;
    }

    /// <summary>Throws an exception for an error at the start of this part.</summary>
    /// <param name="reason">The error, as the end of a sentence, without a period.</param>
    [DoesNotReturn]
    public void Fail(string reason) => throw new RecurrenceFormatException(Source, Start, reason);

    private int IndexOf(string mark) => Source.IndexOf(mark, Start, End - Start, StringComparison.Ordinal);
}

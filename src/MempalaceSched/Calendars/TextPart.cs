using System.Diagnostics.CodeAnalysis;

namespace MempalaceSched.Calendars;

/// <summary>A stretch of a text that knows where it lies, so that every fault can be pointed at.</summary>
/// <param name="Source">The whole text.</param>
/// <param name="Start">Where the stretch begins.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal readonly record struct TextPart(string Source, int Start, int End)
{
    public string Text => Source[Start..End];

    public bool IsEmpty => Start == End;

    public bool StartsWithLetter => !IsEmpty && char.IsAsciiLetter(Source[Start]);

    /// <summary>The words of the text, parted by any number of spaces.</summary>
    public static List<TextPart> Words(string source) =>
        [.. new TextPart(source, 0, source.Length).Split(" ").Where(word => !word.IsEmpty)];

    public bool Contains(string mark) => IndexOf(mark) >= 0;

    /// <summary>The stretches before, between and after each separator; some may be empty.</summary>
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

    /// <summary>Cuts at the first separator; without one, all of it is "before".</summary>
    public bool TryCut(string separator, out TextPart before, out TextPart after)
    {
        int at = IndexOf(separator);
        before = at < 0 ? this : this with { End = at };
        after = at < 0 ? this with { Start = End } : this with { Start = at + separator.Length };
        return at >= 0;
    }

    /// <summary>Ends the parse: <paramref name="reason"/> is wrong at the start of this stretch.</summary>
    [DoesNotReturn]
    public void Fail(string reason) => throw new RecurrenceFormatException(Source, Start, reason);

    private int IndexOf(string mark) => Source.IndexOf(mark, Start, End - Start, StringComparison.Ordinal);
}

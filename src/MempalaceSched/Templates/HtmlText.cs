using System.Text;

namespace MempalaceSched.Templates;

/// <summary>Escapes text for HTML, in an element or in a quoted attribute.</summary>
internal static class HtmlText
{
    /// <summary>
    /// The escaped text. Characters that HTML cannot contain are replaced by symbols, for example ␊ for a line feed and
    /// � for a lone surrogate.
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes()) // returns U+FFFD for a lone surrogate
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                < 0x20 => escaped.Append((char)(0x2400 + rune.Value)), // the symbols for control characters
                0x7F => escaped.Append('\u2421'),
                (>= 0x80 and < 0xA0) or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        return escaped.ToString();
    }
}

using System.Text;

namespace MempalaceSched.Templates;

/// <summary>Text for a page, in an element or between quotes in an attribute.</summary>
internal static class HtmlText
{
    /// <summary>The text with all escaped that has a meaning there. What no page can hold is shown by a sign: ␊ for a line feed, � for half a surrogate pair.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes()) // half a surrogate pair comes as U+FFFD
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                < 0x20 => escaped.Append((char)(0x2400 + rune.Value)), // the pictures of the control characters
                0x7F => escaped.Append('\u2421'),
                (>= 0x80 and < 0xA0) or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        return escaped.ToString();
    }
}

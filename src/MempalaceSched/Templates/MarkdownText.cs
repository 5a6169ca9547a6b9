using System.Text.RegularExpressions;

namespace MempalaceSched.Templates;

/// <summary>
/// Escapes text for Markdown. Source: CommonMark 0.31, "Code spans"; GitHub Flavored Markdown, "Tables".
/// </summary>
internal static partial class MarkdownText
{
    /// <summary>
    /// A value as a code span on one line. The delimiters have more backticks than any sequence of backticks in the
    /// value. Vertical bars are escaped, because they would end the cell of a table.
    /// </summary>
    public static string Code(string value)
    {
        var line = LineBreaks().Replace(value, " ").Replace("|", @"\|", StringComparison.Ordinal);
        var fence = new string(
            '`',
            Backticks().Matches(line).Select(match => match.Length).DefaultIfEmpty(0).Max() + 1
        );
        return line.StartsWith('`') || line.EndsWith('`') ? $"{fence} {line} {fence}" : fence + line + fence;
    }

    [GeneratedRegex("[\r\n]+")]
    private static partial Regex LineBreaks();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}

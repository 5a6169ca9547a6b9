using System.Text.RegularExpressions;

namespace MempalaceSched.Templates;

/// <summary>Text for Markdown pages. Source: CommonMark 0.31, "Code spans"; GitHub Flavored Markdown, "Tables".</summary>
internal static partial class MarkdownText
{
    /// <summary>A code span on one line, whatever is in it: its fence is longer than any row of backticks inside. A bar would end the cell of a table.</summary>
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

using System.Text.RegularExpressions;
using CsCheck;
using MempalaceSched.Templates;

namespace MempalaceSched.Tests.Templates;

public class MarkdownTextTests
{
    /// <summary>
    /// In CommonMark, a code span ends at the first run of backticks that is as long as the opening one.
    /// </summary>
    [Fact]
    public void A_code_span_contains_the_text_on_one_line() =>
        Gen.OneOf("a", "`", " ", "|", "\n", "\\", "*")
            .List[1, 12]
            .Select(string.Concat)
            .Sample(
                text =>
                {
                    var span = MarkdownText.Code(text);
                    var fence = Regex.Match(span, "^`+").Value;
                    var end = Regex.Matches(span[fence.Length..], "`+").First(row => row.Value == fence);
                    Assert.Equal(span.Length, fence.Length + end.Index + fence.Length);
                    var inside = span[fence.Length..^fence.Length];
                    var line = Regex.Replace(text, "\n+", " ");
                    if (line.StartsWith('`') || line.EndsWith('`'))
                        inside = inside[1..^1]; // CommonMark removes one space at both ends
                    Assert.Equal(line, inside.Replace(@"\|", "|", StringComparison.Ordinal));
                },
                iter: 2000
            );
}

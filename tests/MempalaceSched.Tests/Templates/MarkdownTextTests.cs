using System.Text.RegularExpressions;
using CsCheck;
using MempalaceSched.Templates;

namespace MempalaceSched.Tests.Templates;

public class MarkdownTextTests
{
    /// <summary>
    /// A code span read as CommonMark says: it ends at the first row of backticks as long as the one that it begins
    /// with.
    /// </summary>
    [Fact]
    public void A_code_span_holds_what_went_in_on_one_line() =>
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
                        inside = inside[1..^1]; // a blank at both ends is no part of the code
                    Assert.Equal(line, inside.Replace(@"\|", "|", StringComparison.Ordinal));
                },
                iter: 2000
            );
}

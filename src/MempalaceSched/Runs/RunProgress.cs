using System.Globalization;
using System.Text.RegularExpressions;

namespace MempalaceSched.Runs;

/// <summary>The progress of a run, read from its output.</summary>
/// <param name="Status">The latest line of the output, with the latest count if the line has none.</param>
/// <param name="Percent">The progress from 0 to 100; null if no line has contained it yet.</param>
internal sealed partial record RunProgress(string Status, int? Percent)
{
    /// <summary>The progress before the first line.</summary>
    public static RunProgress None { get; } = new("", null);

    /// <summary>
    /// The latest count, for example <c>3 of 62</c>, to show before lines without a count; empty if none.
    /// </summary>
    private string Count { get; init; } = "";

    /// <summary>
    /// The progress after one more line. Only the beginning of a line is searched for a count or a percentage, as in
    /// <c>Mining 3 of 62: title</c>, <c>✓ [3/62] title</c> or <c>12%</c>. The rest of the line can contain text of the
    /// mined sessions.
    /// </summary>
    public RunProgress After(string line)
    {
        // A progress bar that is drawn repeatedly is one line with several carriage returns.
        var text =
            line.Split('\r', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
            ?? "";
        if (text.Length == 0)
            return this;
        var counted = Counted().Match(text);
        if (
            counted.Success
            && Number(counted, "done") is var done
            && Number(counted, "all") is > 0 and var all
            && done <= all
        )
            return new(text, (int)(100L * done / all)) { Count = $"{done} of {all}" };
        var percent = Percentage().Match(text);
        if (percent.Success && Number(percent, "percent") is <= 100 and var known)
            return new(text, known);
        return this with { Status = Count.Length > 0 ? $"{Count}: {text}" : text };
    }

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A[^\w\[(]*(?:[A-Za-z]+ ){0,3}(?:(?<done>[0-9]{1,9}) of (?<all>[0-9]{1,9})\b"
            + @"|[\[(] *(?<done>[0-9]{1,9}) */ *(?<all>[0-9]{1,9}) *[\])])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Counted();

    [GeneratedRegex(
        @"\A\W*(?:[A-Za-z]+:? ){0,3}(?<percent>[0-9]{1,3})(?:\.[0-9]{1,9})? ?%",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Percentage();
}

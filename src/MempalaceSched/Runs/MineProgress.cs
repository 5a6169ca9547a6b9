using System.Globalization;
using System.Text.RegularExpressions;

namespace MempalaceSched.Runs;

/// <summary>How far a mine is, as its output tells.</summary>
/// <param name="Status">What it does now: its latest line, with how many of how many.</param>
/// <param name="Percent">From 0 to 100; null as long as no line has said it.</param>
internal sealed partial record MineProgress(string Status, int? Percent)
{
    /// <summary>Before the first line.</summary>
    public static MineProgress None { get; } = new("", null);

    /// <summary>How many of how many, in front of lines that do not say it themselves; empty when none has.</summary>
    private string Count { get; init; } = "";

    /// <summary>
    /// What is known after one more line. A line tells how far it is only near its beginning, as in <c>Mining 3 of 62: title</c>,
    /// <c>✓ [3/62] title</c> or <c>12%</c>: what stands further behind is the talk that is mined.
    /// </summary>
    public MineProgress After(string line)
    {
        // A bar that is drawn again and again is one line with many CR in it.
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
        @"\A[^\w\[(]*(?:[A-Za-z]+ ){0,3}(?:(?<done>[0-9]{1,9}) of (?<all>[0-9]{1,9})\b|[\[(] *(?<done>[0-9]{1,9}) */ *(?<all>[0-9]{1,9}) *[\])])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Counted();

    [GeneratedRegex(
        @"\A\W*(?:[A-Za-z]+:? ){0,3}(?<percent>[0-9]{1,3})(?:\.[0-9]{1,9})? ?%",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Percentage();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace MempalaceSched.Import;

/// <summary>
/// Reads time spans of unit files and timeout(1). Source: systemd.time(7), "PARSING TIME SPANS".
/// </summary>
internal static partial class TimeSpanParser
{
    /// <summary>
    /// Reads a time span, for example <c>7200</c> (seconds), <c>2h</c> or <c>1h 30min</c>. <c>infinity</c> is returned
    /// as zero, which means no limit.
    /// </summary>
    public static bool TryParse(string? text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (text is "infinity")
            return true;
        if (string.IsNullOrWhiteSpace(text) || !Whole().IsMatch(text))
            return false;
        foreach (Match part in Part().Matches(text))
        {
            if (
                !decimal.TryParse(
                    part.Groups[1].Value,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                || Seconds(part.Groups[2].Value) is not { } unit
                || number > 1_000_000_000
            )
                return false;
            time += TimeSpan.FromSeconds((double)(number * unit));
        }
        return true;
    }

    private static decimal? Seconds(string unit) =>
        unit switch
        {
            "us" or "usec" => 0.000_001m,
            "ms" or "msec" => 0.001m,
            "" or "s" or "sec" or "second" or "seconds" => 1,
            "m" or "min" or "minute" or "minutes" => 60,
            "h" or "hr" or "hour" or "hours" => 3600,
            "d" or "day" or "days" => 86_400,
            "w" or "week" or "weeks" => 604_800,
            _ => null,
        };

    [GeneratedRegex(@"\A\s*(?:[0-9]+(?:\.[0-9]+)?\s*[a-z]*\s*)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}

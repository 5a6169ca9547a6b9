using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MempalaceSched.Commands;

/// <summary>Lets a time span be written as <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1d</c> as well as <c>00:30:00</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Turns what was typed into a time span; a bare number is refused, for it would mean ticks or days.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Read(inputData)
        ?? throw new ArgumentTransformationMetadataException(
            $"'{Text(inputData)}' is not a length of time. Write it as 90s, 30m, 2h, 1d or 00:30:00."
        );

    /// <summary>The time span that was typed; null when it is none.</summary>
    public static TimeSpan? Read(object inputData)
    {
        var wrapped = inputData as PSObject;
        if ((wrapped?.BaseObject ?? inputData) is TimeSpan time)
            return time;
        if (wrapped?.BaseObject is PSCustomObject && wrapped.Properties["Ticks"]?.Value is long ticks)
            return new TimeSpan(ticks); // out of JSON
        var text = Text(inputData);
        if (text == "0")
            return TimeSpan.Zero;
        if (Unit().Match(text) is { Success: true } match)
        {
            var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            return match.Groups[2].Value.ToLowerInvariant() switch
            {
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                _ => TimeSpan.FromDays(number),
            };
        }
        return
            text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
            ? span
            : null;
    }

    // PowerShell takes an unquoted 90s or 1d for a number with a type suffix; the wrapping still knows what was typed.
    private static string Text(object inputData) =>
        (inputData as PSObject)?.ToString() ?? Convert.ToString(inputData, CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex(@"\A(\d{1,6}(?:\.\d{1,6})?)([smhd])\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unit();
}

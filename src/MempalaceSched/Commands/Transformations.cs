using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MempalaceSched.Commands;

/// <summary>
/// Accepts durations such as <c>90s</c>, <c>30m</c>, <c>2h</c> and <c>1d</c>, besides <c>00:30:00</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Converts a value. A bare number is rejected, because PowerShell would take it for ticks or days.
    /// </summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Read(inputData)
        ?? throw new ArgumentTransformationMetadataException(
            $"'{Text(inputData)}' is not a duration. Specify a duration such as 90s, 30m, 2h, 1d or 00:30:00."
        );

    /// <summary>The duration; null when the value is none.</summary>
    public static TimeSpan? Read(object inputData)
    {
        var wrapped = inputData as PSObject;
        if ((wrapped?.BaseObject ?? inputData) is TimeSpan time)
            return time;
        // A duration that was read from JSON.
        if (wrapped?.BaseObject is PSCustomObject && wrapped.Properties["Ticks"]?.Value is long ticks)
            return new TimeSpan(ticks);
        var text = Text(inputData);
        if (text == "0")
            return TimeSpan.Zero;
        if (NumberWithUnit().Match(text) is { Success: true } match)
            return FromUnit(
                double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
                match.Groups[2].Value.ToLowerInvariant()
            );
        var hasColon = text.Contains(':', StringComparison.Ordinal);
        return hasColon && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
    }

    private static TimeSpan FromUnit(double number, string unit) =>
        unit switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };

    // PowerShell takes an unquoted 90s or 1d for a number with a type suffix. The wrapper keeps the original text.
    private static string Text(object inputData) =>
        (inputData as PSObject)?.ToString() ?? Convert.ToString(inputData, CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex(@"\A(\d{1,6}(?:\.\d{1,6})?)([smhd])\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberWithUnit();
}

/// <summary>
/// Accepts how long ago a time was, such as <c>7d</c> or <c>12h</c>, besides <c>2027-01-04 03:00</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Converts a value. A time without a time zone is local.</summary>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject { BaseObject: var inner } ? inner : inputData;
        if (value is null or DateTimeOffset)
            return value;
        if (value is DateTime time)
            return new DateTimeOffset(time);
        var text = inputData!.ToString() ?? "";
        // 12:00 is noon today, not twelve hours ago.
        var canBeDuration = value is TimeSpan || !text.Contains(':', StringComparison.Ordinal);
        if (canBeDuration && DurationAttribute.Read(inputData) is { } ago)
        {
            var now = DateTimeOffset.Now;
            return ago < now - DateTimeOffset.MinValue ? now - ago : DateTimeOffset.MinValue;
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment)
            ? moment
            : throw new ArgumentTransformationMetadataException(
                $"'{text}' is not a time. Specify a time such as '2027-01-04 03:00', or how long ago: 7d, 12h or 30m."
            );
    }
}

/// <summary>
/// Accepts environment variables as an object with one property each, as ConvertFrom-Json returns them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VariablesAttribute : ArgumentTransformationAttribute
{
    /// <summary>Converts such an object to a table. PowerShell itself would silently drop it.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is not PSObject { BaseObject: PSCustomObject } read)
            return inputData;
        var variables = new Hashtable(StringComparer.Ordinal);
        foreach (var property in read.Properties)
            variables[property.Name] = property.Value;
        return variables;
    }
}

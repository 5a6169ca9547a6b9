using System.Globalization;
using System.Management.Automation;

namespace MempalaceSched.Commands;

/// <summary>Lets a time be written as how long ago it was, <c>7d</c> or <c>12h</c>, as well as <c>2027-01-04 03:00</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Turns what was typed into a time. One without a zone is local.</summary>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject { BaseObject: var inner } ? inner : inputData;
        if (value is null or DateTimeOffset)
            return value;
        if (value is DateTime time)
            return new DateTimeOffset(time);
        var text = inputData!.ToString() ?? "";
        // 12:00 is noon today, and not twelve hours ago.
        if (
            (value is TimeSpan || !text.Contains(':', StringComparison.Ordinal))
            && DurationAttribute.Read(inputData) is { } ago
        )
            return ago < DateTimeOffset.Now - DateTimeOffset.MinValue
                ? DateTimeOffset.Now - ago
                : DateTimeOffset.MinValue;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment)
            ? moment
            : throw new ArgumentTransformationMetadataException(
                $"'{text}' is not a time. Write it as '2027-01-04 03:00', or how long ago, as 7d, 12h or 30m."
            );
    }
}

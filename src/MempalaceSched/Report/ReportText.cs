using System.Globalization;

namespace MempalaceSched.Report;

/// <summary>A point in time, as the report shows it.</summary>
/// <param name="Text">The text for readers.</param>
/// <param name="Iso">
/// The time in ISO 8601 with its offset, for the <c>datetime</c> attribute; empty if there is no time.
/// </param>
internal sealed record DisplayTime(string Text, string Iso)
{
    /// <summary>A time in a time zone.</summary>
    /// <param name="moment">The time; null for none.</param>
    /// <param name="zone">The time zone in which it is shown.</param>
    /// <param name="otherwise">The text if there is no time.</param>
    public static DisplayTime From(DateTimeOffset? moment, TimeZoneInfo zone, string otherwise) =>
        moment is { } at
            ? new(
                ReportText.Moment(TimeZoneInfo.ConvertTime(at, zone)),
                ReportText.Iso(TimeZoneInfo.ConvertTime(at, zone))
            )
            : new(otherwise, "");
}

/// <summary>Formats times, durations and counts for a report.</summary>
internal static class ReportText
{
    /// <summary>A date and time at its own offset, for example <c>Mon 30 Nov 2026, 03:17</c>.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A date and time in ISO 8601 with its offset.</summary>
    public static string Iso(DateTimeOffset moment) =>
        moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>A time of day, for example <c>03:17</c>.</summary>
    public static string Time(DateTimeOffset moment) => moment.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day, for example <c>30 Nov</c>.</summary>
    public static string Day(DateTimeOffset moment) => moment.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>A duration in its two largest units, for example <c>1 h 5 min</c> or <c>45 s</c>.</summary>
    public static string Span(TimeSpan span)
    {
        (long Count, string Unit)[] parts =
        [
            (span.Days, "d"),
            (span.Hours, "h"),
            (span.Minutes, "min"),
            (span.Seconds, "s"),
        ];
        var texts = parts
            .SkipWhile(part => part.Count == 0)
            .Take(2)
            .Where(part => part.Count != 0)
            .Select(part => $"{part.Count} {part.Unit}");
        return string.Join(' ', texts) is { Length: > 0 } text ? text : "0 s";
    }

    /// <summary>A count with its noun, for example <c>1 run</c> or <c>2 runs</c>.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{Number(count)} {noun}s";

    /// <summary>A duration in one unit, for example <c>90 s</c>.</summary>
    /// <param name="span">The duration.</param>
    /// <param name="scale">
    /// A duration that determines the unit: <c>s</c> if it is less than one minute, and so on.
    /// </param>
    public static string Span(TimeSpan span, TimeSpan scale) =>
        scale switch
        {
            { TotalMinutes: < 1 } => $"{span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s",
            { TotalHours: < 1 } => $"{span.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} min",
            { TotalDays: < 1 } => $"{span.TotalHours.ToString("0", CultureInfo.InvariantCulture)} h",
            _ => $"{span.TotalDays.ToString("0", CultureInfo.InvariantCulture)} d",
        };

    /// <summary>
    /// An identifier as words, for example <c>Scheduler not running</c> for <c>SchedulerNotRunning</c>.
    /// </summary>
    public static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    /// <summary>A number, independent of the culture.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

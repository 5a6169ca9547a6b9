using System.Globalization;

namespace MempalaceSched.Report;

/// <summary>Times and spans as a report says them.</summary>
internal static class ReportText
{
    /// <summary>A moment of the zone that it is in: <c>Mon 30 Nov 2026, 03:17</c>.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The same for machines.</summary>
    public static string Machine(DateTimeOffset moment) =>
        moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>A time of the day.</summary>
    public static string Time(DateTimeOffset moment) => moment.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day: <c>30 Nov</c>.</summary>
    public static string Day(DateTimeOffset moment) => moment.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>A span in its two largest units: <c>1 h 5 min</c>, <c>45 s</c>.</summary>
    public static string Span(TimeSpan span)
    {
        (long Count, string Unit)[] parts =
        [
            (span.Days, "d"),
            (span.Hours, "h"),
            (span.Minutes, "min"),
            (span.Seconds, "s"),
        ];
        var said = parts
            .SkipWhile(part => part.Count == 0)
            .Take(2)
            .Where(part => part.Count != 0)
            .Select(part => $"{part.Count} {part.Unit}");
        return string.Join(' ', said) is { Length: > 0 } text ? text : "0 s";
    }

    /// <summary>A count with its noun: <c>1 run</c>, <c>2 runs</c>.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{Number(count)} {noun}s";

    /// <summary>A span in a single unit, that of another: <c>90 s</c> where steps are seconds.</summary>
    public static string Span(TimeSpan span, TimeSpan unitOf) =>
        unitOf switch
        {
            { TotalMinutes: < 1 } => $"{span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s",
            { TotalHours: < 1 } => $"{span.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} min",
            { TotalDays: < 1 } => $"{span.TotalHours.ToString("0", CultureInfo.InvariantCulture)} h",
            _ => $"{span.TotalDays.ToString("0", CultureInfo.InvariantCulture)} d",
        };

    /// <summary>A name of the module as words: <c>SchedulerNotRunning</c> as <c>Scheduler not running</c>.</summary>
    public static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>The last occurrence that a launcher took on, as it wrote it down under its lock.</summary>
internal static class OccurrenceStamp
{
    /// <summary>Where the launcher of a schedule writes it.</summary>
    public static string PathOf(StandardPaths paths, string name) => Path.Combine(paths.StateOf(name), "occurrence");

    /// <summary>The stamp of a schedule; null when there is none.</summary>
    /// <param name="paths">Where everything lies.</param>
    /// <param name="name">The schedule.</param>
    /// <param name="zone">The zone in which a stamp is shown that names none: those of other schedulers are in UTC.</param>
    public static DateTimeOffset? Read(StandardPaths paths, string name, TimeZoneInfo zone)
    {
        try
        {
            var path = PathOf(paths, name);
            if (!File.Exists(path))
                return null; // the ordinary case of a new schedule, and exceptions are slow
            var text = File.ReadAllText(path).Trim();
            if (Parse(text) is { } stamp)
                return text.EndsWith('Z') ? TimeZoneInfo.ConvertTime(stamp, zone) : stamp;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // as good as none
        }
        return null;
    }

    /// <summary>An occurrence as the launcher wants it: with its offset, so that its local time is known in another zone too.</summary>
    public static string Write(DateTimeOffset occurrence) =>
        occurrence.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>What <see cref="Write"/> wrote; null when it is no moment.</summary>
    public static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
}

using System.Globalization;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>
/// The last occurrence for which a launcher started a run. The launcher writes it while it holds its lock, so nothing
/// runs twice.
/// </summary>
internal static class OccurrenceStamp
{
    /// <summary>The file to which the launcher of a schedule writes the stamp.</summary>
    public static string PathOf(StandardPaths paths, string name) => Path.Combine(paths.StateOf(name), "occurrence");

    /// <summary>The stamp of a schedule; null if there is none, or if it cannot be read.</summary>
    /// <param name="paths">The paths of the user.</param>
    /// <param name="name">The name of the schedule.</param>
    /// <param name="zone">
    /// The time zone for a stamp in UTC. Only runs of the embedded scheduler write stamps with an offset.
    /// </param>
    public static DateTimeOffset? Read(StandardPaths paths, string name, TimeZoneInfo zone)
    {
        try
        {
            var path = PathOf(paths, name);
            if (!File.Exists(path))
                return null; // the normal case for a new schedule; an exception would be slow
            var text = File.ReadAllText(path).Trim();
            if (Parse(text) is { } stamp)
                return text.EndsWith('Z') ? TimeZoneInfo.ConvertTime(stamp, zone) : stamp;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A stamp that cannot be read has the same effect as no stamp.
        }
        return null;
    }

    /// <summary>
    /// The text of an occurrence for the launcher. It contains the offset, so that the local time is known even if the
    /// time zone changes.
    /// </summary>
    public static string Write(DateTimeOffset occurrence) =>
        occurrence.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Reads a text that <see cref="Write"/> returned; null if it is not a valid time.</summary>
    public static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
}

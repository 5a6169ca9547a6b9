using System.Globalization;
using MempalaceSched.Platform;

namespace MempalaceSched.Mining;

/// <summary>The last occurrence that a launcher took on, as it wrote it down under its lock.</summary>
internal static class OccurrenceStamp
{
    /// <summary>The stamp of a schedule; else the time of its definition: an occurrence before that was never promised.</summary>
    public static DateTimeOffset Read(StandardPaths paths, string name)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(paths.StateOf(name), "occurrence")).Trim();
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stamp)) return stamp;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // none yet
        }
        return new DateTimeOffset(File.GetLastWriteTimeUtc(paths.Definition(name)), TimeSpan.Zero);
    }

    /// <summary>An occurrence as the launcher wants it.</summary>
    public static string Write(DateTimeOffset occurrence) => occurrence.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// The handled occurrences of a schedule on the disk. Two hands write them: the launcher stamps the one that it takes on, so that it is not
/// run again whatever becomes of the scheduler; the scheduler keeps those before.
/// </summary>
internal static class HandledFile
{
    public static string PathOf(StandardPaths paths, string name) => Path.Combine(paths.StateOf(name), "handled");

    /// <summary>All that the scheduler has kept of a schedule.</summary>
    public static HandledOccurrences Load(StandardPaths paths, string name) =>
        HandledOccurrences.Parse(
            Read(paths, name),
            new DateTimeOffset(File.GetLastWriteTimeUtc(paths.Definition(name)), TimeSpan.Zero)
        );

    /// <summary>Adds what the launcher has stamped.</summary>
    /// <returns>Whether that is new: the scheduler that started the launcher was killed, or there is none.</returns>
    public static bool AddStamp(StandardPaths paths, Job job, DateTimeOffset now, TimeZoneInfo zone) =>
        OccurrenceStamp.Read(paths, job.Name, zone) is { } stamp && job.Handle(stamp, now, zone);

    /// <summary>Writes them. A state folder that cannot be written costs no more than what is known of times when the clock was wrong.</summary>
    public static void Save(StandardPaths paths, string name, HandledOccurrences handled)
    {
        try
        {
            FileState.MakeFolders(paths.StateOf(name));
            FileState.Replace(PathOf(paths, name), handled.ToString(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the launcher says so itself, and loudly
        }
    }

    private static string Read(StandardPaths paths, string name)
    {
        try
        {
            return FileState.Read(PathOf(paths, name)) ?? "";
        }
        catch (MempalaceException)
        {
            return "";
        }
    }
}

using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Mining;
using MempalaceSched.Platform;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// The handled occurrences of a schedule on the disk. Two hands write them: the launcher stamps the one that it takes on, so that it is not
/// run again whatever becomes of the scheduler; the scheduler keeps those before.
/// </summary>
internal static class HandledFile
{
    public static string PathOf(StandardPaths paths, string name) => Path.Combine(paths.StateOf(name), "handled");

    /// <summary>All that is known of a schedule, the launcher's stamp included.</summary>
    public static HandledOccurrences Load(StandardPaths paths, ScheduleDefinition definition, Agenda agenda, DateTimeOffset now, TimeZoneInfo zone)
    {
        var name = definition.Name;
        var since = new DateTimeOffset(File.GetLastWriteTimeUtc(paths.Definition(name)), TimeSpan.Zero);
        var handled = HandledOccurrences.Parse(Read(paths, name), since);
        if (OccurrenceStamp.Read(paths, name, zone) is { } stamp) agenda.Handle(handled, stamp, now, zone);
        return handled;
    }

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

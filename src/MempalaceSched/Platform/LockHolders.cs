using System.Globalization;

namespace MempalaceSched.Platform;

/// <summary>
/// Who holds the kernel's lock on a file, without taking it: one that is only tried can be in the way of another who wants it at that moment.
/// Linux says it of each open file in <c>/proc/PID/fdinfo</c> (proc(5)); elsewhere it cannot be told.
/// </summary>
internal static class LockHolders
{
    /// <summary>Whether it can be told here.</summary>
    public static bool AreKnown => Directory.Exists("/proc/self/fdinfo");

    /// <summary>The processes of this user that have one of these files open with a lock on it: PID and path.</summary>
    public static IReadOnlyList<(int Pid, string Path)> Of(IReadOnlyCollection<string> paths)
    {
        if (!AreKnown || paths.Count == 0)
            return [];
        var wanted = paths.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                .SelectMany(folder => Of(folder, wanted)),
        ];
    }

    private static List<(int Pid, string Path)> Of(string process, HashSet<string> wanted)
    {
        var found = new List<(int, string)>();
        try
        {
            foreach (var descriptor in new DirectoryInfo(Path.Combine(process, "fd")).EnumerateFileSystemInfos())
                if (
                    descriptor.LinkTarget is { } path
                    && wanted.Contains(path)
                    && File.ReadLines(Path.Combine(process, "fdinfo", descriptor.Name)).Any(IsHeld)
                )
                    found.Add((int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // it has ended meanwhile, or is somebody else's
        }
        return found;
    }

    /// <summary>A line such as <c>lock: 1: FLOCK ADVISORY WRITE 812 fe:00:1165 0 EOF</c>; with an arrow it is one who waits.</summary>
    private static bool IsHeld(string line) =>
        line.StartsWith("lock:", StringComparison.Ordinal) && !line.Contains("->", StringComparison.Ordinal);
}

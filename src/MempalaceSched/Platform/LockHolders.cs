using System.Globalization;

namespace MempalaceSched.Platform;

/// <summary>
/// Finds the processes that hold a kernel lock on a file. Source: proc(5), <c>/proc/PID/fdinfo</c>.
/// </summary>
/// <remarks>
/// The lock is not taken to find out whether it is free. For that moment, a launcher that starts would find it held and
/// be Busy. <c>fdinfo</c> shows the holder without taking the lock, but exists only on Linux.
/// </remarks>
internal static class LockHolders
{
    /// <summary>Whether this system shows who holds a lock.</summary>
    public static bool IsSupported => Directory.Exists("/proc/self/fdinfo");

    /// <summary>
    /// The process IDs of the processes of this user that hold a lock on one of the files, and the file.
    /// </summary>
    public static IReadOnlyList<(int Pid, string Path)> Find(IReadOnlyCollection<string> paths)
    {
        if (!IsSupported || paths.Count == 0)
            return [];
        var wanted = paths.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                .SelectMany(folder => Find(folder, wanted)),
        ];
    }

    private static List<(int Pid, string Path)> Find(string process, HashSet<string> wanted)
    {
        var holders = new List<(int, string)>();
        try
        {
            foreach (var descriptor in new DirectoryInfo(Path.Combine(process, "fd")).EnumerateFileSystemInfos())
                if (
                    descriptor.LinkTarget is { } path
                    && wanted.Contains(path)
                    && File.ReadLines(Path.Combine(process, "fdinfo", descriptor.Name)).Any(IsHeld)
                )
                    holders.Add((int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has exited in the meantime, or belongs to another user.
        }
        return holders;
    }

    /// <summary>
    /// Whether a line shows a held lock, for example <c>lock: 1: FLOCK ADVISORY WRITE 812 fe:00:1165 0 EOF</c>. A line
    /// with an arrow shows a process that waits for the lock.
    /// </summary>
    private static bool IsHeld(string line) =>
        line.StartsWith("lock:", StringComparison.Ordinal) && !line.Contains("->", StringComparison.Ordinal);
}

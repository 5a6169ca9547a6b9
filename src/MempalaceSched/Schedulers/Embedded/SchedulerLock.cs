using System.Globalization;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>One embedded scheduler for each user. The kernel holds the lock, so that a killed one frees it.</summary>
internal sealed class SchedulerLock : IDisposable
{
    /// <summary>How often it is tried: somebody who only asks whether it is held may hold it for a moment.</summary>
    private const int Tries = 10;

    private readonly FileStream file;

    private SchedulerLock(FileStream file) => this.file = file;

    /// <exception cref="MempalaceException"><c>SchedulerRunning</c>, naming the PID of the other; <c>FileFailed</c>.</exception>
    public static SchedulerLock Take(StandardPaths paths)
    {
        var path = PathIn(paths);
        for (var tries = 1; ; tries++)
        {
            try
            {
                FileState.MakeFolders(paths.Locks);
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                WriteHolder(file);
                return new SchedulerLock(file);
            }
            catch (UnauthorizedAccessException e)
            {
                throw Fault.FileFailed("Opening", path, e);
            }
            catch (IOException e)
            {
                if (Holder(paths) is { } pid) throw Fault.SchedulerRunning(pid);
                if (tries == Tries) throw Fault.FileFailed("Opening", path, e);
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>The PID of the scheduler that runs; null when none does.</summary>
    public static string? Holder(StandardPaths paths)
    {
        var path = PathIn(paths);
        if (!File.Exists(path)) return null;
        try
        {
            // A shared lock: it is refused while the exclusive one is held, and does not get in the way of another who asks.
            using var probe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return null;
        }
        catch (IOException)
        {
            return ReadHolder(path);
        }
        catch (UnauthorizedAccessException)
        {
            return null; // not ours to read: then it is not ours that runs
        }
    }

    public void Dispose() => file.Dispose();

    private static void WriteHolder(FileStream file)
    {
        file.SetLength(0);
        using var writer = new StreamWriter(file, leaveOpen: true);
        writer.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    private static string ReadHolder(string path)
    {
        try
        {
            // Sharing everything takes no lock, and so is not refused.
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            if (reader.ReadToEnd().Trim() is { Length: > 0 } pid) return pid;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // it has ended just now, or keeps it to itself
        }
        return "not known";
    }

    private static string PathIn(StandardPaths paths) => Path.Combine(paths.Locks, "scheduler.lock");
}

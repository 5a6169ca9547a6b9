using System.Globalization;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// One embedded scheduler for each user. The kernel holds the lock, so that a killed one frees it. Its PID lies in a file beside it: the
/// runtime opens no file that is locked, not even for reading.
/// </summary>
internal sealed class SchedulerLock : IDisposable
{
    /// <summary>How often it is tried: somebody who only asks whether it is held may hold it for a moment.</summary>
    private const int Tries = 10;

    private readonly StandardPaths paths;
    private readonly FileStream file;

    private SchedulerLock(StandardPaths paths, FileStream file) => (this.paths, this.file) = (paths, file);

    /// <exception cref="MempalaceException"><c>SchedulerRunning</c>, naming the PID of the other; <c>FileFailed</c>.</exception>
    public static SchedulerLock Take(StandardPaths paths)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                FileState.MakeFolders(paths.Locks);
                var file = new FileStream(LockFile(paths), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (IsHeld(paths))
                {
                    FileState.Replace(
                        PidFile(paths),
                        Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n",
                        UnixFileMode.UserRead | UnixFileMode.UserWrite
                    );
                    return new SchedulerLock(paths, file);
                }
                file.Dispose(); // one that has just ended took away the file that we have locked
            }
            catch (UnauthorizedAccessException e)
            {
                throw Fault.FileFailed("Opening", LockFile(paths), e);
            }
            catch (IOException e)
            {
                if (Holder(paths) is { } pid)
                    throw Fault.SchedulerRunning(pid);
                if (tries >= Tries)
                    throw Fault.FileFailed("Opening", LockFile(paths), e);
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>The PID of the scheduler that runs; null when none does.</summary>
    public static string? Holder(StandardPaths paths)
    {
        if (!IsHeld(paths))
            return null;
        try
        {
            if (FileState.Read(PidFile(paths))?.Trim() is { Length: > 0 } pid)
                return pid;
        }
        catch (MempalaceException)
        {
            // it keeps it to itself
        }
        return "not known";
    }

    public void Dispose()
    {
        File.Delete(PidFile(paths));
        File.Delete(LockFile(paths)); // while we hold it: see Take
        file.Dispose();
    }

    /// <summary>Tries for a shared lock, which is refused while the exclusive one is held and does not get in the way of another who asks.</summary>
    private static bool IsHeld(StandardPaths paths)
    {
        if (!File.Exists(LockFile(paths)))
            return false;
        try
        {
            using var probe = new FileStream(LockFile(paths), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e)
            when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false; // gone just now; or not ours to read, and so not ours that runs
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string LockFile(StandardPaths paths) => Path.Combine(paths.Locks, "scheduler.lock");

    private static string PidFile(StandardPaths paths) => Path.Combine(paths.Locks, "scheduler.pid");
}

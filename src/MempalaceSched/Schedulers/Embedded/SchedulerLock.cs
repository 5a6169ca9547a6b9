using System.Globalization;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Allows one embedded scheduler for each user. The kernel releases the lock when the scheduler is killed. The process
/// ID is in a second file, because .NET cannot open a locked file, not even for reading.
/// </summary>
internal sealed class SchedulerLock : IDisposable
{
    /// <summary>More than one, because a process that only checks the lock holds it for a moment.</summary>
    private const int MaximumAttempts = 10;

    private readonly StandardPaths paths;
    private readonly FileStream file;

    private SchedulerLock(StandardPaths paths, FileStream file) => (this.paths, this.file) = (paths, file);

    /// <exception cref="MempalaceException">
    /// <c>SchedulerRunning</c> with the process ID of the other; <c>FileFailed</c>.
    /// </exception>
    public static SchedulerLock Take(StandardPaths paths)
    {
        for (var attempt = 1; ; attempt++)
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
                file.Dispose(); // a scheduler that has just ended deleted the file that is locked now
            }
            catch (UnauthorizedAccessException e)
            {
                throw Error.FileFailed("Opening", LockFile(paths), e);
            }
            catch (IOException e)
            {
                if (Holder(paths) is { } pid)
                    throw Error.SchedulerRunning(pid);
                if (attempt >= MaximumAttempts)
                    throw Error.FileFailed("Opening", LockFile(paths), e);
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>The process ID of the running scheduler; null when none is running.</summary>
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
            // the file cannot be read
        }
        return "unknown";
    }

    public void Dispose()
    {
        File.Delete(PidFile(paths));
        File.Delete(LockFile(paths)); // while the lock is held; Take handles that
        file.Dispose();
    }

    /// <summary>
    /// Tries to take a shared lock. That fails while the exclusive lock is held, and it does not disturb others who
    /// check.
    /// </summary>
    private static bool IsHeld(StandardPaths paths)
    {
        if (!File.Exists(LockFile(paths)))
            return false;
        try
        {
            using var probe = new FileStream(LockFile(paths), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException e) when (FileState.IsHeldByAnother(e))
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // just deleted, or not readable and therefore not of this user
        }
    }

    private static string LockFile(StandardPaths paths) => Path.Combine(paths.Locks, "scheduler.lock");

    private static string PidFile(StandardPaths paths) => Path.Combine(paths.Locks, "scheduler.pid");
}

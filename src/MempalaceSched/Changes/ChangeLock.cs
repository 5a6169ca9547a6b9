using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Changes;

/// <summary>
/// Allows one change at a time for each user: installs and removals take the kernel lock <c>locks/changes.lock</c>. The
/// kernel releases the lock when its process ends, even if the process was killed.
/// </summary>
internal sealed class ChangeLock : IDisposable
{
    /// <summary>
    /// Long enough for a queue of several dozen changes on a busy machine. The lock is never stale, so waiting is
    /// worthwhile.
    /// </summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(2);

    private readonly FileStream file;

    private ChangeLock(FileStream file) => this.file = file;

    /// <summary>Waits for the lock and takes it.</summary>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public static async Task<ChangeLock> TakeAsync(StandardPaths paths, CancellationToken cancellation)
    {
        var path = Path.Combine(paths.Locks, "changes.lock");
        var until = DateTime.UtcNow + WaitLimit;
        while (true)
        {
            MakeFolder(paths.Locks); // each time, because the process before this one may have deleted the empty folder
            try
            {
                return new ChangeLock(
                    new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                );
            }
            catch (IOException e) when (e is DirectoryNotFoundException || FileState.IsHeldByAnother(e))
            {
                if (DateTime.UtcNow > until)
                    throw Error.ChangeLocked(path, WaitLimit, e);
                await Task.Delay(Random.Shared.Next(20, 60), cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Error.FileFailed("Opening", path, e);
            }
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            FileState.MakeFolders(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed("Making the folder", folder, e);
        }
    }

    public void Dispose() => file.Dispose();
}

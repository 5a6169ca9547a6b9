using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Changes;

/// <summary>One change at a time for each user, whatever process makes it. The kernel holds the lock, so that a killed process frees it.</summary>
internal sealed class ChangeLock : IDisposable
{
    /// <summary>Longer than a queue of some dozen changes takes on a busy machine: whoever holds it is alive, and will be done.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly FileStream file;

    private ChangeLock(FileStream file) => this.file = file;

    public static async Task<ChangeLock> TakeAsync(StandardPaths paths, CancellationToken cancellation)
    {
        var path = Path.Combine(paths.Locks, "changes.lock");
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            MakeFolder(paths.Locks); // each time: the one before us may have tidied it away
            try
            {
                return new ChangeLock(
                    new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                );
            }
            catch (UnauthorizedAccessException e)
            {
                throw Fault.FileFailed("Opening", path, e);
            }
            catch (IOException e)
            {
                if (DateTime.UtcNow > until)
                    throw Fault.FileFailed("Waiting for another change that holds", path, e);
                await Task.Delay(Random.Shared.Next(20, 60), cancellation).ConfigureAwait(false);
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
            throw Fault.FileFailed("Making the folder", folder, e);
        }
    }

    public void Dispose() => file.Dispose();
}

using System.Globalization;
using System.Text;
using MempalaceSched.Errors;

namespace MempalaceSched.Changes;

/// <summary>
/// A kernel lock on a file, the same that flock(1) and mempalace take. The kernel releases it when the process ends,
/// even if the process was killed.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock without waiting. The content of the file stays as it is.</summary>
    /// <returns>The lock; null if another process holds it.</returns>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            FileState.MakeFolders(Path.GetDirectoryName(path)!);
            return new FileLock(
                new FileStream(
                    path,
                    new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.ReadWrite,
                        Share = FileShare.None,
                        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    }
                )
            );
        }
        catch (IOException e) when (FileState.IsHeldByAnother(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed("Opening", path, e);
        }
    }

    /// <summary>Writes who holds the lock, as the launcher does in its own lock files.</summary>
    public void WriteHolder(string name)
    {
        file.SetLength(0);
        file.Write(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {name}\n"))
        );
        file.Flush();
    }

    public void Dispose() => file.Dispose();
}

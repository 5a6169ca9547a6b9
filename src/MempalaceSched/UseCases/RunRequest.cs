using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.UseCases;

/// <summary>
/// The request file of a schedule. It identifies a run: the cmdlet writes an ID before it asks the scheduler to start
/// the run. The launcher takes the file and uses this ID, so the cmdlet follows its own run and no other.
/// </summary>
internal sealed class RunRequest(StandardPaths paths, string name)
{
    private readonly string path = Path.Combine(paths.StateOf(name), "request");

    /// <summary>Writes the request.</summary>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public void Write(string id)
    {
        try
        {
            FileState.MakeFolders(paths.StateOf(name));
            FileState.Replace(path, id + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed("Writing", path, e);
        }
    }

    /// <summary>Whether a launcher has taken the request.</summary>
    public bool IsTaken(string id) => FileState.Read(path)?.Trim() != id;

    /// <summary>Deletes the request if no launcher has taken it.</summary>
    public void Withdraw(string id)
    {
        if (!IsTaken(id))
            File.Delete(path);
    }
}

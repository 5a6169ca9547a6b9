using MempalaceSched.Changes;
using MempalaceSched.Errors;

namespace MempalaceSched.Export;

/// <summary>Protects existing files from an export.</summary>
internal static class ExistingFiles
{
    /// <summary>Rejects an export that would overwrite a file with other content, unless -Force is used.</summary>
    /// <exception cref="MempalaceException"><c>FileExists</c>.</exception>
    public static void Check(IEnumerable<WriteFile> files, bool force)
    {
        foreach (var file in files)
            if (Directory.Exists(file.Path) || (!force && Path.Exists(file.Path) && !FileState.Holds(file)))
                throw Error.FileExists(file.Path);
    }
}

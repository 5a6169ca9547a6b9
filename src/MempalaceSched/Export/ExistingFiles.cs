using MempalaceSched.Changes;
using MempalaceSched.Errors;

namespace MempalaceSched.Export;

/// <summary>Files that stand where an export wants to write.</summary>
internal static class ExistingFiles
{
    /// <summary>Refuses to write over a file that has another text, unless that is wanted.</summary>
    /// <exception cref="MempalaceException"><c>FileExists</c>.</exception>
    public static void Check(IEnumerable<WriteFile> files, bool force)
    {
        foreach (var file in files)
            if (Directory.Exists(file.Path) || (!force && Path.Exists(file.Path) && !FileState.Holds(file)))
                throw Fault.FileExists(file.Path);
    }
}

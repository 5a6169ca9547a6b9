using System.Text;
using MempalaceSched.Errors;

namespace MempalaceSched.Changes;

/// <summary>Files as they are, and their change in one piece.</summary>
internal static class FileState
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The text of a file, null when there is none.</summary>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Utf8);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault.FileFailed("Reading", path, e);
        }
    }

    /// <summary>Whether the file is already what the step would make of it.</summary>
    public static bool Holds(WriteFile step) => Read(step.Path) == step.Content && File.GetUnixFileMode(step.Path) == step.Mode;

    /// <summary>
    /// Writes a file so that there is at each moment either the old one or the new one, whole: a temporary file in the same folder,
    /// on the disk before it takes the name.
    /// </summary>
    public static void Replace(string path, string content, UnixFileMode mode)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                file.Write(Utf8.GetBytes(content));
                file.Flush(flushToDisk: true);
            }
            File.SetUnixFileMode(temporary, mode);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Makes a folder and those above it.</summary>
    /// <returns>The folders that had to be made, the innermost first.</returns>
    public static IReadOnlyList<string> MakeFolders(string folder)
    {
        var made = new List<string>();
        for (var each = folder; each is not null && !Directory.Exists(each); each = Path.GetDirectoryName(each)) made.Add(each);
        Directory.CreateDirectory(folder);
        return made;
    }

    /// <summary>Deletes a folder if nothing is in it.</summary>
    public static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }
}

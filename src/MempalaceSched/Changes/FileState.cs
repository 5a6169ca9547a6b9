using System.Text;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

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

    /// <summary>The bytes of a file; null when there is none, and for a link that leads nowhere.</summary>
    public static byte[]? Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the file is already what the step would make of it, to the byte.</summary>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public static bool Holds(WriteFile step)
    {
        try
        {
            return Bytes(step.Path) is { } bytes
                && bytes.AsSpan().SequenceEqual(Utf8.GetBytes(step.Content))
                && File.GetUnixFileMode(step.Path) == step.Mode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault.FileFailed("Reading", step.Path, e);
        }
    }

    /// <summary>
    /// Writes a file so that there is at each moment either the old one or the new one, whole: a temporary file in the same folder,
    /// on the disk before it takes the name.
    /// </summary>
    public static void Replace(string path, string content, UnixFileMode mode) =>
        Replace(path, Utf8.GetBytes(content), mode);

    /// <inheritdoc cref="Replace(string, string, UnixFileMode)"/>
    public static void Replace(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (
                var file = new FileStream(
                    temporary,
                    new FileStreamOptions
                    {
                        Mode = FileMode.CreateNew,
                        Access = FileAccess.Write,
                        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    }
                )
            )
            {
                file.Write(content);
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
    /// <param name="folder">The folder.</param>
    /// <param name="made">Takes each folder that had to be made, as soon as it is there, the outermost first.</param>
    public static void MakeFolders(string folder, Action<string>? made = null)
    {
        if (Directory.Exists(folder))
            return;
        if (Path.GetDirectoryName(folder) is { } above)
            MakeFolders(above, made);
        Directory.CreateDirectory(folder);
        made?.Invoke(folder);
    }

    /// <summary>Which of a folder and those above it are not there, the innermost first.</summary>
    public static IReadOnlyList<string> MissingFolders(string folder)
    {
        var missing = new List<string>();
        for (var each = folder; each is not null && !Directory.Exists(each); each = Path.GetDirectoryName(each))
            missing.Add(each);
        return missing;
    }

    /// <summary>Whether a process holds the kernel's lock on a file, as launchers do on theirs. It is tried only where nothing else tells.</summary>
    public static bool IsLocked(string path)
    {
        if (LockHolders.AreKnown)
            return LockHolders.Of([path]).Count > 0;
        if (!File.Exists(path))
            return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Deletes a folder if nothing is in it.</summary>
    public static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}

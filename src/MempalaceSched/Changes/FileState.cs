using System.Text;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Changes;

/// <summary>Reads files as they are, and replaces them atomically.</summary>
internal static class FileState
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The text of a file; null when it does not exist.</summary>
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
            throw Error.FileFailed("Reading", path, e);
        }
    }

    /// <summary>The bytes that a text has in a file.</summary>
    public static byte[] Encode(string text) => Utf8.GetBytes(text);

    /// <summary>The bytes of a file; null when it does not exist, and for a broken link.</summary>
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

    /// <summary>Whether a file already has exactly the bytes and permissions that the step would give it.</summary>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public static bool Holds(WriteFile step)
    {
        try
        {
            return Bytes(step.Path) is { } bytes
                && bytes.AsSpan().SequenceEqual(Encode(step.Content))
                && File.GetUnixFileMode(step.Path) == step.Mode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed("Reading", step.Path, e);
        }
    }

    /// <summary>
    /// Writes a file atomically: at every moment there is either the complete old file or the complete new one. The
    /// text is written to a temporary file in the same folder and flushed to disk before the temporary file is renamed.
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

    /// <summary>Creates a file that is read once and then deleted, so it does not have to be flushed to disk.</summary>
    public static void CreateTemporary(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        using var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = mode,
            }
        );
        file.Write(content);
    }

    /// <summary>Makes a folder and its parents.</summary>
    public static void MakeFolders(string folder) => Directory.CreateDirectory(folder);

    /// <summary>Which of a folder and its parents do not exist, the innermost first.</summary>
    public static IReadOnlyList<string> MissingFolders(string folder)
    {
        var missing = new List<string>();
        for (var each = folder; each is not null && !Directory.Exists(each); each = Path.GetDirectoryName(each))
            missing.Add(each);
        return missing;
    }

    /// <summary>
    /// Whether a process holds the kernel lock on a file. Taking the lock to find out would make a launcher that starts
    /// at that moment Busy, so this is done only where the kernel does not list its locks.
    /// </summary>
    public static bool IsLocked(string path)
    {
        if (LockHolders.IsSupported)
            return LockHolders.Find([path]).Count > 0;
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

    /// <summary>
    /// Whether opening a file failed because another process has locked it. .NET reports the error number of flock:
    /// EWOULDBLOCK is 35 on macOS and 11 on Linux. Other errors, such as a full disk, do not go away by waiting.
    /// </summary>
    public static bool IsHeldByAnother(IOException error) => error.HResult == (OperatingSystem.IsMacOS() ? 35 : 11);

    /// <summary>Deletes a folder if it exists and is empty.</summary>
    public static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}

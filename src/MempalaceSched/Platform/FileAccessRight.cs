using System.Runtime.InteropServices;

namespace MempalaceSched.Platform;

/// <summary>
/// Tests the access rights of the current user with access(2), which considers the mode, the owner, access control
/// lists and read-only file systems.
/// </summary>
internal static partial class FileAccessRight
{
    private const int Execute = 1,
        Write = 2,
        Read = 4;

    /// <summary>Whether the user can read a file, or can list and enter a folder.</summary>
    public static bool CanRead(string path) => Access(path, Directory.Exists(path) ? Read | Execute : Read) == 0;

    /// <summary>Whether the user can write a file, or can create files in a folder.</summary>
    public static bool CanWrite(string path) => Access(path, Directory.Exists(path) ? Write | Execute : Write) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}

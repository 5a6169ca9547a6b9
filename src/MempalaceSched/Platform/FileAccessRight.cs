using System.Runtime.InteropServices;

namespace MempalaceSched.Platform;

/// <summary>What this user may do with a file, as access(2) says: mode, owner, lists and read-only file systems all count.</summary>
internal static partial class FileAccessRight
{
    private const int Execute = 1,
        Write = 2,
        Read = 4;

    /// <summary>A file that can be read, or a folder that can be looked through.</summary>
    public static bool CanRead(string path) => Access(path, Directory.Exists(path) ? Read | Execute : Read) == 0;

    /// <summary>A file that can be written, or a folder in which files can be made.</summary>
    public static bool CanWrite(string path) => Access(path, Directory.Exists(path) ? Write | Execute : Write) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}

using System.Runtime.InteropServices;

namespace MempalaceSched.Platform;

/// <summary>Resolves the links in a path.</summary>
internal static partial class RealPath
{
    /// <summary>The path without links, as realpath(3) resolves it; the path itself if it does not exist.</summary>
    public static string Of(string path)
    {
        var resolved = Resolve(path, 0);
        if (resolved == 0)
            return path;
        try
        {
            return Marshal.PtrToStringUTF8(resolved) ?? path;
        }
        finally
        {
            Free(resolved);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Resolve(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);
}

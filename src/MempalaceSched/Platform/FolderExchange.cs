using System.Runtime.InteropServices;

namespace MempalaceSched.Platform;

/// <summary>Exchanges two folders in one step of the kernel, so that both paths always exist.</summary>
internal static partial class FolderExchange
{
    private const int CurrentFolder = -100,
        Exchange = 2; // RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS

    /// <summary>EINVAL; ENOSYS of both systems; ENOTSUP of both, and EOPNOTSUPP of macOS.</summary>
    private static readonly int[] Unsupported = [22, 38, 78, 95, 45, 102];

    /// <summary>Exchanges two folders of the same file system.</summary>
    /// <returns>False if the system or the file system cannot do this. Then nothing has changed.</returns>
    /// <exception cref="IOException">The folders could not be exchanged for another reason.</exception>
    public static bool TryExchange(string one, string other)
    {
        try
        {
            var result = OperatingSystem.IsMacOS()
                ? RenameOnMac(one, other, Exchange)
                : RenameOnLinux(CurrentFolder, one, CurrentFolder, other, Exchange);
            if (result == 0)
                return true;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // an older C library
        }
        var error = Marshal.GetLastPInvokeError();
        return Unsupported.Contains(error)
            ? false
            : throw new IOException(
                $"'{one}' and '{other}' could not be exchanged: {Marshal.GetPInvokeErrorMessage(error)}"
            );
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameOnLinux(int oneFolder, string one, int otherFolder, string other, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameOnMac(string one, string other, uint flags);
}

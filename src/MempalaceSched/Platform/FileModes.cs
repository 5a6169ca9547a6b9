namespace MempalaceSched.Platform;

/// <summary>The permissions of files that the module writes.</summary>
internal static class FileModes
{
    /// <summary>0600: readable by the user alone.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0644: readable by everyone.</summary>
    public const UnixFileMode Shared = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>0755: a program that everyone can start.</summary>
    public const UnixFileMode Program =
        Shared | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}

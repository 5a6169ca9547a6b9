using Xunit;

namespace MempalaceSched.SystemTests;

/// <summary>
/// Checks what a test requires from the machine. If a requirement is missing, the test is skipped with a reason. In CI
/// (<c>CI=true</c>) on Linux as root, where everything can be installed, the test fails instead.
/// </summary>
internal static class Requires
{
    /// <summary>Requires a program on the PATH and returns its full path.</summary>
    /// <param name="name">The program's file name.</param>
    /// <param name="package">The package that contains the program, for the message.</param>
    public static string Tool(string name, string package)
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        string? found = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(IsExecutable);
        if (found is not null)
            return found;

        Missing($"'{name}' is not on the PATH: install the package '{package}'.");
        throw new InvalidOperationException("Not reached: the test has been skipped or has failed.");
    }

    /// <summary>Requires root, which the test beds need.</summary>
    public static void Root()
    {
        if (!Environment.IsPrivilegedProcess)
            Missing("it runs as root only: it makes namespaces and mounts.");
    }

    /// <summary>Requires any other condition.</summary>
    public static void That(bool found, string reason)
    {
        if (!found)
            Missing(reason);
    }

    private static void Missing(string reason)
    {
        if (
            Environment.GetEnvironmentVariable("CI") == "true"
            && OperatingSystem.IsLinux()
            && Environment.IsPrivilegedProcess
        )
            Assert.Fail($"Needed in CI: {reason}");
        Assert.Skip(reason);
    }

    private static bool IsExecutable(string file) =>
        File.Exists(file)
        && (
            File.GetUnixFileMode(file)
            & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)
        ) != 0;
}

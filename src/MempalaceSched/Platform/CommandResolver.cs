using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>
/// Finds a program as a shell does. Symbolic links are not resolved, because an upgrade of a program often replaces the
/// target of the link.
/// </summary>
internal static class CommandResolver
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program.</summary>
    /// <remarks>
    /// The programs of another machine are unknown. There, a program without a path is assumed to be in
    /// <c>~/.local/bin</c>, where the mempalace toolkit installs its programs.
    /// </remarks>
    /// <param name="program">The name or the path of the program. It can begin with <c>~</c>.</param>
    /// <param name="environment">The machine and the user.</param>
    /// <param name="currentFolder">The folder to which a relative path is relative.</param>
    /// <param name="howToInstall">The recommendation of the error if the program is not found.</param>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    public static string Resolve(string program, HostEnvironment environment, string currentFolder, string howToInstall)
    {
        if (IsPath(program))
        {
            var path = AbsolutePath.From(program, environment.Home, currentFolder);
            return environment.IsOtherMachine || IsExecutable(path)
                ? path
                : throw Error.CommandNotFound(program, [path], howToInstall);
        }
        if (environment.IsOtherMachine)
            return Path.Combine(environment.Home, ".local/bin", program);
        var folders = SearchPath(environment);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(IsExecutable)
            ?? throw Error.CommandNotFound(program, folders, howToInstall);
    }

    /// <summary>Whether a program is specified by its path, and not by its name.</summary>
    public static bool IsPath(string program) =>
        program.Contains('/', StringComparison.Ordinal) || program.StartsWith('~');

    /// <summary>
    /// The distinct absolute folders of PATH, followed by <c>~/.local/bin</c>, where the mempalace toolkit installs its
    /// programs.
    /// </summary>
    public static IReadOnlyList<string> SearchPath(HostEnvironment environment) =>
        [
            .. (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
                .Split(':')
                .Where(Path.IsPathRooted)
                .Append(Path.Combine(environment.Home, ".local/bin"))
                .Select(folder => folder.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/")
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether a file exists and has an execute permission for any user.</summary>
    public static bool IsExecutable(string path)
    {
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // a broken link, or a folder without access permission
        }
    }
}

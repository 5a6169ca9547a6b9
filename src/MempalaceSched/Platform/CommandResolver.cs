using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>Finds a program as a shell does and keeps the path that PATH gave: a link is not followed, so that it outlives an upgrade.</summary>
internal static class CommandResolver
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program. On another machine a mere name is taken to lie where the wrappers usually do.</summary>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    public static string Resolve(string program, HostEnvironment environment, string currentFolder, string howToInstall)
    {
        if (program.Contains('/', StringComparison.Ordinal) || program.StartsWith('~'))
        {
            var path = AbsolutePath.From(program, environment.Home, currentFolder);
            return environment.IsElsewhere || IsExecutable(path)
                ? path
                : throw Fault.CommandNotFound(program, [path], howToInstall);
        }
        if (environment.IsElsewhere)
            return Path.Combine(environment.Home, ".local/bin", program);
        var folders = SearchPath(environment);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(IsExecutable)
            ?? throw Fault.CommandNotFound(program, folders, howToInstall);
    }

    /// <summary>The folders of PATH, absolute, each once, with <c>~/.local/bin</c>, where the wrappers usually lie, at the end.</summary>
    public static IReadOnlyList<string> SearchPath(HostEnvironment environment) =>
        [
            .. (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
                .Split(':')
                .Where(Path.IsPathRooted)
                .Append(Path.Combine(environment.Home, ".local/bin"))
                .Select(folder => folder.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/")
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether there is a file that somebody may execute.</summary>
    public static bool IsExecutable(string path)
    {
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // a link that leads nowhere, or behind a folder that is closed
        }
    }
}

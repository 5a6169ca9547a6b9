namespace MempalaceSched.Host;

/// <summary>What the command line asks for.</summary>
internal enum HostAction
{
    /// <summary>Run command text given as arguments.</summary>
    Command,

    /// <summary>Run a script file with arguments.</summary>
    File,

    /// <summary>Run command text read from standard input.</summary>
    StandardInput,

    /// <summary>Print the help.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>The arguments make no sense; nothing may run.</summary>
    UsageError,
}

/// <summary>The parsed command line.</summary>
/// <remarks>
/// Options are read only in front of the command; from its first word on, everything belongs to the command, so a
/// cmdlet's own parameters are never mistaken for ours.
/// </remarks>
internal sealed record CommandLine
{
    /// <summary>What to do.</summary>
    public required HostAction Action { get; init; }

    /// <summary>Whether output is written as one JSON array.</summary>
    public bool Json { get; init; }

    /// <summary>The command's words for <see cref="HostAction.Command"/>, the script's arguments for <see cref="HostAction.File"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The script's path for <see cref="HostAction.File"/>.</summary>
    public string? File { get; init; }

    /// <summary>What is wrong, for <see cref="HostAction.UsageError"/>; none when there simply were no arguments.</summary>
    public string? Problem { get; init; }

    /// <summary>Reads the arguments of the program.</summary>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        bool json = args is ["--json", ..];
        string[] rest = [.. args.Skip(json ? 1 : 0)];

        return rest switch
        {
            [] => Wrong(json ? "--json needs a command" : null),
            ["--help" or "-h", ..] => new() { Action = HostAction.Help },
            ["--version", ..] => new() { Action = HostAction.Version },
            ["--json", ..] => Wrong("--json was given twice"),
            ["-"] => new() { Action = HostAction.StandardInput, Json = json },
            ["-", ..] => Wrong("- reads the command from standard input and takes no further arguments"),
            ["--", .. var words] => words is [] ? Wrong("-- needs a command") : Command(words, json),
            [var first, .. var more] when IsFileOption(first) => RunFile(more, json),
            [var first, ..] when LooksLikeOption(first) => Wrong($"unknown option {first}"),
            _ => Command(rest, json),
        };
    }

    private static CommandLine Command(string[] words, bool json) =>
        words.All(string.IsNullOrWhiteSpace)
            ? Wrong("the command is empty")
            : new()
            {
                Action = HostAction.Command,
                Json = json,
                Words = words,
            };

    private static CommandLine RunFile(string[] more, bool json) =>
        more is [var path, .. var words]
            ? new()
            {
                Action = HostAction.File,
                Json = json,
                File = path,
                Words = words,
            }
            : Wrong("-File needs the path of a script");

    private static CommandLine Wrong(string? problem) => new() { Action = HostAction.UsageError, Problem = problem };

    private static bool IsFileOption(string word) =>
        string.Equals(word, "-File", StringComparison.OrdinalIgnoreCase)
        || string.Equals(word, "--file", StringComparison.Ordinal);

    // '-5 + 3' and "-join ('a', 'b')" are command text; --jsn and -Foo are slips that had better not reach the engine.
    private static bool LooksLikeOption(string word) =>
        word.TrimStart('-') is { Length: > 0 } name
        && name.Length < word.Length
        && name.All(c => char.IsAsciiLetter(c) || c == '-');
}

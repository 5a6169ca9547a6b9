using MempalaceSched.Platform;

namespace MempalaceSched.Import.Shell;

/// <summary>
/// Reads what a command line mines. Programs that run another program are followed: env, nice, timeout, flock, a shell,
/// or a container engine.
/// </summary>
/// <param name="environment">The machine and the user.</param>
/// <param name="variables">The environment variables of the command.</param>
/// <param name="inContainer">Whether the command runs in a container.</param>
internal sealed class MiningCommandParser(
    HostEnvironment environment,
    IReadOnlyDictionary<string, string> variables,
    bool inContainer = false
)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Reads a command.</summary>
    /// <exception cref="NotUnderstoodException">It is not certain what the command mines.</exception>
    public AdoptedCommand Parse(ShellCommand command)
    {
        var run = Parse(command.Words, command.Assignments);
        return run with { Variables = Merge(run.Container is null ? command.Assignments : None, run.Variables) };
    }

    /// <summary>Both sets of variables. The inner set takes precedence.</summary>
    public static IReadOnlyDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> outer,
        IReadOnlyDictionary<string, string> inner
    )
    {
        var all = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        foreach (var (name, value) in inner)
            all[name] = value;
        return all;
    }

    private AdoptedCommand Parse(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> assigned)
    {
        if (words.Count == 0)
            throw new NotUnderstoodException("it runs no command");
        if (words.Any(word => word.Contains(ShellWordReader.RandomBelow, StringComparison.Ordinal)))
            throw new NotUnderstoodException("an argument is a random number");
        var program = Path.GetFileName(words[0]);
        switch (program)
        {
            case "exec" or "nohup" or "chronic":
                return ParseInner(words, 1, assigned);
            case "env":
                return ParseEnv(words, assigned);
            case "nice" or "ionice":
                return ParseInner(words, EndOfOptions(words, program == "nice" ? "n" : "cnp"), assigned);
            case "timeout":
                var at = EndOfOptions(words, "ks");
                return TimeSpanParser.TryParse(words.ElementAtOrDefault(at), out var limit)
                    ? ParseInner(words, at + 1, assigned) with
                    {
                        TimeLimit = limit,
                    }
                    : throw new NotUnderstoodException("the time limit of timeout is unknown");
            case "flock":
                return ParseInner(words, EndOfOptions(words, "wE") + 1, assigned);
            case "sh" or "bash" or "dash" or "ash" or "zsh":
                return words is [_, "-c" or "-ec" or "-euc" or "-uc", var text]
                    ? new MiningScriptParser(environment, Merge(variables, assigned), inContainer).Parse(text)
                    : throw new NotUnderstoodException($"it calls {program} without -c, or with other arguments too");
            case "docker" or "podman":
                return ParseEngine(words, assigned);
            case "mempalace-session" or "mempalace-pi-session":
                return WrapperParser.Parse(
                    program == "mempalace-session" ? MineSource.OpenCode : MineSource.Pi,
                    [Program(words[0])],
                    [.. words.Skip(1)]
                );
            case "mempalace":
                return MempalaceParser.Parse(Program(words[0]), [.. words.Skip(1)], environment, inContainer);
            default:
                throw new NotUnderstoodException($"it is not known what '{words[0]}' does");
        }
    }

    private AdoptedCommand ParseInner(
        IReadOnlyList<string> words,
        int at,
        IReadOnlyDictionary<string, string> assigned
    ) =>
        words.Count > at && (at == 0 || !words[at].StartsWith('-'))
            ? Parse([.. words.Skip(at)], assigned)
            : throw new NotUnderstoodException($"the options of {words[0]} are not supported");

    private AdoptedCommand ParseEnv(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> assigned)
    {
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 1;
        for (; at < words.Count && words[at].Split('=', 2) is [var name, var value] && VariableName.IsValid(name); at++)
            set[name] = value;
        var run = ParseInner(words, at, Merge(assigned, set));
        return run with { Variables = Merge(run.Container is null ? set : None, run.Variables) };
    }

    private AdoptedCommand ParseEngine(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> assigned)
    {
        if (inContainer)
            throw new NotUnderstoodException("it starts a container engine inside a container");
        if (
            Merge(variables, assigned)
                .Keys.FirstOrDefault(name =>
                    name
                        is "DOCKER_HOST"
                            or "DOCKER_CONTEXT"
                            or "DOCKER_CONFIG"
                            or "CONTAINER_HOST"
                            or "CONTAINER_CONNECTION"
                ) is
            { } variable
        )
            throw new NotUnderstoodException($"it selects another container engine with {variable}");
        var (call, inner, set) = ContainerExecParser.Parse(words);
        var run = new MiningCommandParser(environment, set, inContainer: true).Parse(new ShellCommand(inner));
        return run with { Container = call, Variables = Merge(set, run.Variables) };
    }

    /// <summary>The index of the first word after the options of a program.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="withValue">The letters of the options that take a value.</param>
    private static int EndOfOptions(IReadOnlyList<string> words, string withValue)
    {
        var at = 1;
        while (at < words.Count && words[at] is ['-', _, ..] word)
        {
            at++;
            if (word == "--")
                break;
            if (word.StartsWith("--", StringComparison.Ordinal))
                continue; // --name, or --name=value
            if (withValue.Contains(word[^1]) && word.Length == 2)
                at++;
        }
        return at;
    }

    /// <summary>
    /// The program, unless it is a relative path: the folder to which that path is relative is unknown.
    /// </summary>
    private static string Program(string word) =>
        word.Contains('/', StringComparison.Ordinal) && !Path.IsPathRooted(word)
            ? throw new NotUnderstoodException($"the path '{word}' is relative")
            : word;
}

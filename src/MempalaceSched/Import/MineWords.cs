using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>Reads what a program with its arguments mines, through whatever stands before it: env, nice, timeout, a shell, a container engine.</summary>
/// <param name="environment">The machine and the user.</param>
/// <param name="variables">The variables that it gets.</param>
/// <param name="inContainer">Whether it runs in a container.</param>
internal sealed class MineWords(
    HostEnvironment environment,
    IReadOnlyDictionary<string, string> variables,
    bool inContainer = false
)
{
    /// <exception cref="NotUnderstoodException">It cannot be told what the command mines.</exception>
    public AdoptedCommand Read(ShellCommand command)
    {
        var mine = Read(command.Words, command.Assignments);
        return mine with { Variables = Merged(mine.Container is null ? command.Assignments : None, mine.Variables) };
    }

    /// <summary>Both, the inner one where both have a name.</summary>
    public static IReadOnlyDictionary<string, string> Merged(
        IReadOnlyDictionary<string, string> outer,
        IReadOnlyDictionary<string, string> inner
    )
    {
        var all = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        foreach (var (name, value) in inner)
            all[name] = value;
        return all;
    }

    private static readonly Dictionary<string, string> None = [];

    private AdoptedCommand Read(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> assigned)
    {
        if (words.Count == 0)
            throw new NotUnderstoodException("it runs nothing");
        if (words.Any(word => word.Contains(ShellWord.RandomBelow, StringComparison.Ordinal)))
            throw new NotUnderstoodException("it has a random number");
        var program = Path.GetFileName(words[0]);
        switch (program)
        {
            case "exec" or "nohup" or "chronic":
                return Inner(words, 1, assigned);
            case "env":
                return ReadEnv(words, assigned);
            case "nice" or "ionice":
                return Inner(words, Options.After(words, program == "nice" ? "n" : "cnp"), assigned);
            case "timeout":
                var at = Options.After(words, "ks");
                return UnitTime.TryParse(words.ElementAtOrDefault(at), out var limit)
                    ? Inner(words, at + 1, assigned) with
                    {
                        TimeLimit = limit,
                    }
                    : throw new NotUnderstoodException("the limit of timeout is not clear");
            case "flock":
                return Inner(words, Options.After(words, "wE") + 1, assigned);
            case "sh" or "bash" or "dash" or "ash" or "zsh":
                return words is [_, "-c" or "-ec" or "-euc" or "-uc", var text]
                    ? new MineScript(environment, Merged(variables, assigned), inContainer).Read(text)
                    : throw new NotUnderstoodException($"it calls {program} otherwise than with -c and one text");
            case "docker" or "podman":
                return ReadEngine(words, assigned);
            case "mempalace-session" or "mempalace-pi-session":
                return WrapperWords.Read(
                    program == "mempalace-session" ? MineSource.OpenCode : MineSource.Pi,
                    [Program(words[0])],
                    [.. words.Skip(1)]
                );
            case "mempalace":
                return MempalaceWords.Read(Program(words[0]), [.. words.Skip(1)], environment, inContainer);
            default:
                throw new NotUnderstoodException($"what '{words[0]}' does is not known");
        }
    }

    private AdoptedCommand Inner(IReadOnlyList<string> words, int at, IReadOnlyDictionary<string, string> assigned) =>
        words.Count > at && (at == 0 || !words[at].StartsWith('-'))
            ? Read([.. words.Skip(at)], assigned)
            : throw new NotUnderstoodException($"the options of {words[0]} are not understood");

    private AdoptedCommand ReadEnv(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> assigned)
    {
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 1;
        for (; at < words.Count && words[at].Split('=', 2) is [var name, var value] && VariableName.IsValid(name); at++)
            set[name] = value;
        var mine = Inner(words, at, Merged(assigned, set));
        return mine with { Variables = Merged(mine.Container is null ? set : None, mine.Variables) };
    }

    private AdoptedCommand ReadEngine(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> assigned)
    {
        if (inContainer)
            throw new NotUnderstoodException("it calls a container from a container");
        if (
            Merged(variables, assigned)
                .Keys.FirstOrDefault(name =>
                    name
                        is "DOCKER_HOST"
                            or "DOCKER_CONTEXT"
                            or "DOCKER_CONFIG"
                            or "CONTAINER_HOST"
                            or "CONTAINER_CONNECTION"
                ) is
            { } elsewhere
        )
            throw new NotUnderstoodException($"it has the container engine of {elsewhere}");
        return ContainerCallWords.Read(words) is var (call, inner, set)
            ? new MineWords(environment, set, inContainer: true).Read(new ShellCommand(inner)) is { } mine
                ? mine with
                {
                    Container = call,
                    Variables = Merged(set, mine.Variables),
                }
                : throw new NotUnderstoodException("it runs nothing")
            : throw new NotUnderstoodException($"what '{words[0]} {words.ElementAtOrDefault(1)}' does is not known");
    }

    /// <summary>A path from nowhere in particular is none.</summary>
    private static string Program(string word) =>
        word.Contains('/', StringComparison.Ordinal) && !Path.IsPathRooted(word)
            ? throw new NotUnderstoodException($"where '{word}' lies is not clear")
            : word;
}

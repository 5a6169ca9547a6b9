using MempalaceSched.Platform;

namespace MempalaceSched.Import.Shell;

/// <summary>Reads <c>docker exec [options] CONTAINER COMMAND…</c>, and the same command of podman.</summary>
internal static class ContainerExecParser
{
    /// <summary>Reads the words of the command line.</summary>
    /// <returns>The call, the command in the container, and the variables that the call sets for it.</returns>
    /// <exception cref="NotUnderstoodException">An option is unknown, or this is not such a call.</exception>
    public static (
        ContainerCall Call,
        IReadOnlyList<string> Command,
        IReadOnlyDictionary<string, string> Variables
    ) Parse(IReadOnlyList<string> words)
    {
        var at =
            words is [_, "exec", ..] ? 2
            : words is [_, "container", "exec", ..] ? 3
            : throw new NotUnderstoodException(
                $"'{words[0]} {words.ElementAtOrDefault(1)}' is not supported, only '{words[0]} exec'"
            );
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        string? user = null;
        for (; at < words.Count && words[at].StartsWith('-'); at++)
        {
            var word = words[at];
            if (word is "-i" or "-t" or "-it" or "-ti" or "--interactive" or "--tty")
                continue;
            if (Value("--user", "-u") is { } name)
                user = name;
            else if (
                Value("--env", "-e") is { } pair
                && pair.Split('=', 2) is [var variable, var value]
                && VariableName.IsValid(variable)
            )
                variables[variable] = value;
            else
                throw new NotUnderstoodException($"the option '{word}' of {words[0]} is not supported");
        }
        if (at >= words.Count - 1)
            throw new NotUnderstoodException($"{words[0]} is called without a command");
        return (
            new ContainerCall(words[at], string.IsNullOrEmpty(user) ? null : user, words[0]),
            [.. words.Skip(at + 1)],
            variables
        );

        // The value of an option, as "--name VALUE", "--name=VALUE", "-n VALUE", "-nVALUE" or "-n=VALUE".
        string? Value(string name, string letter)
        {
            if (words[at] == name || words[at] == letter)
                return at + 1 < words.Count ? words[++at] : null;
            if (words[at].StartsWith(name + "=", StringComparison.Ordinal))
                return words[at][(name.Length + 1)..];
            return
                !words[at].StartsWith("--", StringComparison.Ordinal)
                && words[at].StartsWith(letter, StringComparison.Ordinal)
                ? words[at][2..].TrimStart('=')
                : null;
        }
    }
}

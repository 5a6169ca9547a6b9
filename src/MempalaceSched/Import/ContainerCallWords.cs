using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>Reads <c>docker exec [options] CONTAINER COMMAND…</c>, and the same of podman.</summary>
internal static class ContainerCallWords
{
    /// <returns>The call, the command inside, and the variables that it is given.</returns>
    /// <exception cref="NotUnderstoodException">An option is not understood, or it is no such call.</exception>
    public static (
        ContainerCall Call,
        IReadOnlyList<string> Command,
        IReadOnlyDictionary<string, string> Variables
    ) Read(IReadOnlyList<string> words)
    {
        var at =
            words is [_, "exec", ..] ? 2
            : words is [_, "container", "exec", ..] ? 3
            : throw new NotUnderstoodException($"what '{words[0]} {words.ElementAtOrDefault(1)}' does is not known");
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
                throw new NotUnderstoodException($"the option '{word}' of {words[0]} is not understood");
        }
        if (at >= words.Count - 1)
            throw new NotUnderstoodException($"{words[0]} is called without a command");
        return (
            new ContainerCall(words[at], string.IsNullOrEmpty(user) ? null : user, words[0]),
            [.. words.Skip(at + 1)],
            variables
        );

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

using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>
/// Finds the store in a custom command that is <c>mempalace mine FOLDER</c> or <c>mempalace sweep PATH</c>.
/// </summary>
/// <remarks>
/// If the folder does not exist, mempalace reports the same as for an empty folder, and creates an empty palace. With
/// the store in the definition, such a run is skipped instead.
/// </remarks>
internal static class CustomStore
{
    private static readonly string[] OptionsWithValue =
    [
        "--palace",
        "--mode",
        "--wing",
        "--limit",
        "--agent",
        "--extract",
        "--include-ignored",
    ];

    /// <summary>The store; null if the command is another one.</summary>
    /// <param name="words">The program and all of its arguments.</param>
    /// <param name="home">The home folder, in which a run starts.</param>
    public static SessionStore? From(IReadOnlyList<string> words, string home)
    {
        if (words is [] || !ReleaseQuery.IsMempalace(words[0]))
            return null;
        var positional = Positional(words.Skip(1)).Take(2).ToList();
        return positional is ["mine" or "sweep", { Length: > 0 } path] ? new SessionStore(Absolute(path, home)) : null;
    }

    /// <summary>The home folder of a container is <c>~</c> until a run resolves it.</summary>
    private static string Absolute(string path, string home) =>
        home != "~" ? AbsolutePath.From(path, home, home)
        : path[0] is '/' or '~' ? path
        : $"~/{path}";

    private static IEnumerable<string> Positional(IEnumerable<string> words)
    {
        var isValue = false;
        var isEnded = false;
        foreach (var word in words)
        {
            if (!isEnded && word == "--")
                isEnded = true;
            else if (!isValue && (isEnded || !word.StartsWith('-')))
                yield return word;
            isValue = !isEnded && !isValue && OptionsWithValue.Contains(word);
        }
    }
}

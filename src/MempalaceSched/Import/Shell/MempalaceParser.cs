using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Shell;

/// <summary>
/// Reads <c>mempalace [--palace P] mine FOLDER [--mode convos] …</c>. If the folder is the store of a known source, the
/// command mines this source; any other folder is a custom source.
/// </summary>
internal static class MempalaceParser
{
    /// <summary>Reads the arguments of mempalace.</summary>
    /// <param name="program">The program, as the command line names it.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="environment">The machine and the user.</param>
    /// <param name="inContainer">Whether it runs in a container, where the stores of this machine do not apply.</param>
    /// <exception cref="NotUnderstoodException">This is not such a call, or it mines nothing.</exception>
    public static AdoptedCommand Parse(
        string program,
        IReadOnlyList<string> words,
        HostEnvironment environment,
        bool inContainer
    )
    {
        string? palace = null;
        var at = 0;
        for (; at < words.Count && words[at] != "mine"; at++)
        {
            if (words[at] == "--palace" && at + 1 < words.Count)
                palace = words[++at];
            else if (words[at].StartsWith("--palace=", StringComparison.Ordinal))
                palace = words[at]["--palace=".Length..];
            else
                throw new NotUnderstoodException($"`mempalace {words[at]}` is not supported, only `mempalace mine`");
        }
        if (at + 1 >= words.Count || words[at + 1].StartsWith('-'))
            throw new NotUnderstoodException("it does not specify a folder to mine");
        if (words.Any(word => word is "--dry-run" or "--help" or "-h"))
            throw new NotUnderstoodException("it mines nothing: it is a dry run or shows the help");
        if (palace is not null && !Path.IsPathRooted(palace))
            throw new NotUnderstoodException($"the path of the palace '{palace}' is relative");

        var (folder, mode, wing, others) = Parts([.. words.Skip(at + 1)]);
        if (!Path.IsPathRooted(folder))
            throw new NotUnderstoodException($"the path of the folder '{folder}' is relative");
        var source =
            mode == "convos" && !inContainer
                ? Profiles
                    .FirstOrDefault(profile =>
                        profile.CanHaveStore(Path.TrimEndingDirectorySeparator(folder), environment)
                    )
                    ?.Source
                : null;
        return source is { } known
            ? new AdoptedCommand
            {
                Source = known,
                Command = [program],
                Palace = palace,
                Wing = wing,
                ArgumentList = others,
            }
            : new AdoptedCommand
            {
                Source = MineSource.Custom,
                Command = [program, .. words],
                Palace = palace,
            };
    }

    /// <summary>The sources that are mined with <c>mempalace mine</c>.</summary>
    private static IEnumerable<SourceProfile> Profiles =>
        Enum.GetValues<MineSource>().Select(SourceCatalog.For).Where(profile => profile.IsReadByMempalace);

    private static (string Folder, string? Mode, string? Wing, IReadOnlyList<string> Others) Parts(
        IReadOnlyList<string> words
    )
    {
        string? mode = null,
            wing = null;
        var others = new List<string>();
        for (var at = 1; at < words.Count; at++)
        {
            if (words[at] == "--mode" && at + 1 < words.Count)
                mode = words[++at];
            else if (words[at].StartsWith("--mode=", StringComparison.Ordinal))
                mode = words[at]["--mode=".Length..];
            else if (words[at] == "--wing" && at + 1 < words.Count)
                wing = words[++at];
            else if (words[at].StartsWith("--wing=", StringComparison.Ordinal))
                wing = words[at]["--wing=".Length..];
            else
                others.Add(words[at]);
        }
        return (words[0], mode, wing, others);
    }
}

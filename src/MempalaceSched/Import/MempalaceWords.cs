using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>Reads <c>mempalace [--palace P] mine FOLDER [--mode convos] …</c>: the sessions of a source that has a profile, or a folder of somebody's own.</summary>
internal static class MempalaceWords
{
    /// <exception cref="NotUnderstoodException">It is no such call, or mines nothing.</exception>
    public static AdoptedCommand Read(
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
                throw new NotUnderstoodException($"what `mempalace {words[at]}` does is not known");
        }
        if (at + 1 >= words.Count || words[at + 1].StartsWith('-'))
            throw new NotUnderstoodException("it does not say what to mine");
        if (words.Any(word => word is "--dry-run" or "--help" or "-h"))
            throw new NotUnderstoodException("it mines nothing, but shows what it would");
        if (palace is not null && !Path.IsPathRooted(palace))
            throw new NotUnderstoodException($"where the palace '{palace}' lies is not clear");

        var (folder, mode, wing, others) = Parts([.. words.Skip(at + 1)]);
        if (!Path.IsPathRooted(folder))
            throw new NotUnderstoodException($"where the folder '{folder}' lies is not clear");
        var source =
            mode == "convos" && !inContainer
                ? Profiles
                    .FirstOrDefault(profile =>
                        profile.Store(environment)?.Path == Path.TrimEndingDirectorySeparator(folder)
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

    /// <summary>The sources that <c>mempalace mine</c> mines.</summary>
    private static IEnumerable<SourceProfile> Profiles =>
        Enum.GetValues<MineSource>()
            .Select(SourceCatalog.Of)
            .Where(profile => profile.Shape == CommandShape.MempalaceMine);

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

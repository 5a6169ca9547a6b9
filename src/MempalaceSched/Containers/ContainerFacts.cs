using System.Text;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Containers;

/// <summary>
/// What an install found out in a container: its home folder, the path of the program, and what the locations of the
/// palace and of the sessions depend on.
/// </summary>
internal sealed class ContainerFacts
{
    private const string End = "end=",
        StoreLog = "-wal";

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly List<string> stores = [];

    private ContainerFacts() { }

    /// <summary>The home folder in the container.</summary>
    public string Home => values["HOME"];

    /// <summary>The path of the program in the container; null if it does not exist.</summary>
    public string? Program => Value("program");

    /// <summary>The release of mempalace in the container; null if it is unknown.</summary>
    public MempalaceRelease? Release => MempalaceRelease.Parse(Value("release"));

    /// <summary>The palace that mempalace would use in the container.</summary>
    public ResolvedPalace Palace => PalaceLocation.Resolve(Release, PalaceView);

    /// <summary>What the location of the palace depends on.</summary>
    public PalaceView PalaceView => new(Home, Value, files.Contains, texts.GetValueOrDefault);

    /// <summary>Reads what <c>look_inside</c> of the launcher prints; null if the text is something else.</summary>
    /// <param name="raw">The output, with one character for each byte.</param>
    public static ContainerFacts? Read(string raw)
    {
        var records = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw)).Split('\0');
        if (records is not [.., End, ""])
            return null;
        var facts = new ContainerFacts();
        foreach (var record in records[..^2])
            if (record.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                facts.Add(record[..at], record[(at + 1)..]);
        return Path.IsPathRooted(facts.values.GetValueOrDefault("HOME")) ? facts : null;
    }

    /// <summary>A path with <c>~</c> replaced by the home folder in the container.</summary>
    public string AtHome(string path) => AbsolutePath.From(path, Home, Home);

    /// <summary>The store of a source, as an absolute path in the container, and the other stores that exist.</summary>
    /// <param name="profile">The source.</param>
    /// <param name="environment">The variables that the schedule sets for its runs.</param>
    public (SessionStore Store, IReadOnlyList<string> Others)? StoreFor(
        SourceProfile profile,
        IReadOnlyDictionary<string, string> environment
    ) =>
        profile.Stores?.Choose(
            new StoreView(Home, name => environment.GetValueOrDefault(name) ?? Value(name), LastWrite)
        );

    private void Add(string name, string value)
    {
        switch (name)
        {
            case "file":
                files.Add(AtHome(value));
                break;
            case "text":
                // The name of the file, a line feed, and what the file contains.
                var lines = value.Split('\n', 2);
                texts[AtHome(lines[0])] = lines[^1];
                break;
            case "store":
                stores.Add(value.EndsWith(StoreLog, StringComparison.Ordinal) ? value[..^StoreLog.Length] : value);
                break;
            default:
                values[name] = value;
                break;
        }
    }

    private string? Value(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The order of the stores is known, but not their times. The first one is the newest.</summary>
    private DateTime? LastWrite(string path) =>
        stores.IndexOf(path) is >= 0 and var position ? DateTime.UnixEpoch.AddDays(-position) : null;
}

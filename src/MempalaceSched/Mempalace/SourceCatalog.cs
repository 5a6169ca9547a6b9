using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>Where a source keeps its sessions.</summary>
/// <param name="Path">A file or folder, as an absolute path.</param>
/// <param name="Pattern">A glob for the sessions below that folder; null if the path is the store itself.</param>
/// <param name="From">The environment variable that moved the store; null if none did.</param>
internal sealed record SessionStore(string Path, string? Pattern = null, string? From = null)
{
    /// <summary>The path with the pattern, as messages show it.</summary>
    public string WithPattern() => Pattern is null ? Path : $"{Path}/{Pattern}";

    /// <summary>Whether there is something to read.</summary>
    public bool Exists()
    {
        if (Pattern is null)
            return System.IO.Path.Exists(Path);
        try
        {
            // The only pattern is one folder, followed by a name.
            var name = System.IO.Path.GetFileName(Pattern);
            return Directory.EnumerateDirectories(Path).Any(each => System.IO.Path.Exists($"{each}/{name}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>What kind of command mines a source.</summary>
internal enum CommandShape
{
    /// <summary>A wrapper that finds its store. It accepts --wing, --repair and --no-repair.</summary>
    Wrapper,

    /// <summary><c>mempalace --palace P mine STORE --mode convos</c>. It accepts --wing.</summary>
    MempalaceMine,

    /// <summary>A custom command, which gets no flags from us.</summary>
    Opaque,
}

/// <summary>The properties of a source.</summary>
/// <param name="Source">The source.</param>
/// <param name="Title">The name that messages use.</param>
/// <param name="ScheduleName">The default name of its schedules.</param>
/// <param name="DefaultAt">The default calendar.</param>
/// <param name="Shape">The kind of its command.</param>
/// <param name="Program">The default command; null if there is none.</param>
/// <param name="HowToInstall">What to do if the command does not exist.</param>
/// <param name="HowToInstallInside">The same for a container.</param>
/// <param name="Stores">Where its store can be; null if only the command knows.</param>
internal sealed record SourceProfile(
    MineSource Source,
    string Title,
    string ScheduleName,
    string DefaultAt,
    CommandShape Shape,
    string? Program,
    string HowToInstall,
    string HowToInstallInside,
    StoreRule? Stores
)
{
    /// <summary>The variable in which the wrapper expects its store; null if it does not.</summary>
    public string? PassesStoreAs => Source == MineSource.OpenCode ? Stores!.Variable : null;

    /// <summary>The variable that the command itself reads to find its sessions; null if there is none.</summary>
    public string? CapturedVariable => PassesStoreAs is null ? Stores?.Variable : null;

    /// <summary>Whether <c>mempalace mine</c> reads the sessions, with or without a wrapper.</summary>
    public bool IsReadByMempalace => Shape == CommandShape.MempalaceMine || Source == MineSource.Pi;

    /// <summary>Whether a release mines the sessions without the wrapper of the source.</summary>
    public bool CanBeMinedBy(MempalaceRelease? release) =>
        Shape == CommandShape.Wrapper && IsReadByMempalace && release?.IsAtLeast(MempalaceRelease.ReadsPi) == true;

    /// <summary>The store in an environment; null if only the command knows.</summary>
    public SessionStore? Store(HostEnvironment environment) => Stores?.Choose(StoreView.Of(environment)).Store;

    /// <summary>Whether the source can have its store at a path.</summary>
    public bool CanHaveStore(string path, HostEnvironment environment) =>
        Stores?.Candidates(StoreView.Of(environment)).Contains(path, StringComparer.Ordinal) == true;

    /// <summary>
    /// The kind of a command. mempalace reads the sessions of pi itself, so it can replace the wrapper.
    /// </summary>
    public CommandShape ShapeOf(string program) =>
        IsReadByMempalace && ReleaseQuery.IsMempalace(program) ? CommandShape.MempalaceMine : Shape;

    /// <summary>The default name of a schedule.</summary>
    public string NameFor(bool isInContainer) => isInContainer ? $"{ScheduleName}-devbox" : ScheduleName;
}

/// <summary>The profiles of all sources.</summary>
internal static class SourceCatalog
{
    private const string Toolkit =
        "Install the mempalace toolkit (its install.sh installs the wrappers in ~/.local/bin), or specify the program "
        + "with -Command.";

    private const string ToolkitInside =
        "Run the toolkit's ./install.sh --yes in the container, or specify the program with -Command. To keep the "
        + "toolkit when the container is replaced, install it in the image.";

    private const string MempalaceInside =
        "Run `pipx install mempalace` in the container, or specify the program with -Command. To keep mempalace when "
        + "the container is replaced, install it in the image.";

    private const string Mempalace =
        "Install mempalace (`pipx install mempalace` installs it in ~/.local/bin), or specify the program with "
        + "-Command.";

    private static readonly string[] DatabaseNames = ["opencode.db", "opencode-local.db", "opencode-stable.db"];

    private static readonly Dictionary<MineSource, SourceProfile> Profiles = new SourceProfile[]
    {
        new(
            MineSource.OpenCode,
            "opencode",
            "mempalace-session",
            "Mon 03:00",
            CommandShape.Wrapper,
            "mempalace-session",
            Toolkit,
            ToolkitInside,
            new("OPENCODE_DB", "", OpenCodeDatabases)
        ),
        new(
            MineSource.Pi,
            "pi",
            "mempalace-pi-session",
            "Tue 03:00",
            CommandShape.Wrapper,
            "mempalace-pi-session",
            Toolkit,
            ToolkitInside,
            new("PI_CODING_AGENT_DIR", "sessions", view => [Path.Combine(view.Home, ".pi/agent/sessions")])
        ),
        new(
            MineSource.Claude,
            "Claude Code",
            "mempalace-claude",
            "Wed 03:00",
            CommandShape.MempalaceMine,
            "mempalace",
            Mempalace,
            MempalaceInside,
            new("CLAUDE_CONFIG_DIR", "projects", view => [Path.Combine(view.Home, ".claude/projects")])
        ),
        new(
            MineSource.Codex,
            "Codex",
            "mempalace-codex",
            "Thu 03:00",
            CommandShape.MempalaceMine,
            "mempalace",
            Mempalace,
            MempalaceInside,
            new("CODEX_HOME", "sessions", view => [Path.Combine(view.Home, ".codex/sessions")])
        ),
        new(
            MineSource.Gemini,
            "Gemini CLI",
            "mempalace-gemini",
            "Fri 03:00",
            CommandShape.MempalaceMine,
            "mempalace",
            Mempalace,
            MempalaceInside,
            new(null, "", view => [Path.Combine(view.Home, ".gemini/tmp")], "*/chats")
        ),
        new(
            MineSource.Custom,
            "custom",
            "mempalace-custom",
            "Sat 03:00",
            CommandShape.Opaque,
            null,
            "Specify the full path with -Command.",
            "Specify its path in the container with -Command.",
            null
        ),
    }.ToDictionary(profile => profile.Source);

    /// <summary>The profile of a source.</summary>
    public static SourceProfile For(MineSource source) => Profiles[source];

    /// <summary>The environment variables that move session stores.</summary>
    public static IEnumerable<string> StoreVariables =>
        Profiles.Values.Select(profile => profile.Stores?.Variable).OfType<string>();

    /// <summary>
    /// opencode follows XDG_DATA_HOME, and its channels have databases of their own. The wrapper knows only
    /// <c>~/.local/share/opencode/opencode.db</c>.
    /// </summary>
    private static IEnumerable<string> OpenCodeDatabases(StoreView view)
    {
        var usual = Path.Combine(view.Home, ".local/share");
        string[] folders =
            view.Variable("XDG_DATA_HOME") is { } data && Path.IsPathRooted(data) ? [data, usual] : [usual];
        return from folder in folders from name in DatabaseNames select Path.Combine(folder, "opencode", name);
    }
}

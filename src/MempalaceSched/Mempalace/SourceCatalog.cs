using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>Where a source keeps its sessions.</summary>
/// <param name="Path">A file or folder, absolute.</param>
/// <param name="Pattern">Where the sessions lie below it, as a glob; null when the path itself is enough.</param>
internal sealed record SessionStore(string Path, string? Pattern = null);

/// <summary>How a source is mined.</summary>
internal enum CommandShape
{
    /// <summary>A wrapper that knows its store: flags --wing, --repair, --no-repair.</summary>
    Wrapper,

    /// <summary><c>mempalace --palace P mine STORE --mode convos</c>: flag --wing.</summary>
    MempalaceMine,

    /// <summary>Words that we do not look into.</summary>
    Opaque,
}

/// <summary>What a source knows: its store, its command, its default slot.</summary>
internal sealed record SourceProfile(
    MineSource Source,
    string Title,
    string ScheduleName,
    string DefaultAt,
    CommandShape Shape,
    string? Program,
    string HowToInstall,
    string HowToInstallInside,
    Func<HostEnvironment, SessionStore?> Store
)
{
    /// <summary>The name of a schedule that nobody has named.</summary>
    public string NameFor(bool isInContainer) => isInContainer ? $"{ScheduleName}-devbox" : ScheduleName;
}

/// <summary>The sources that have a profile: all of <see cref="MineSource"/>.</summary>
internal static class SourceCatalog
{
    private const string Toolkit =
        "Install the mempalace toolkit (its install.sh puts the wrappers into ~/.local/bin), or name the program with -Command.";
    private const string ToolkitInside =
        "Run the toolkit's ./install.sh --yes in it, or, to last, have it in the image; or name the program with -Command.";
    private const string MempalaceInside =
        "Run `pipx install mempalace` in it, or, to last, have it in the image; or name the program with -Command.";
    private const string Mempalace =
        "Install mempalace (`pipx install mempalace` puts it into ~/.local/bin), or name the program with -Command.";

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
            env => new(Path.Combine(env.XdgFolder("XDG_DATA_HOME", ".local/share"), "opencode", "opencode.db"))
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
            env => new(Path.Combine(env.Home, ".pi/agent/sessions"))
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
            env => new(Path.Combine(env.Home, ".claude/projects"))
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
            env => new(Path.Combine(env.Home, ".codex/sessions"))
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
            env => new(Path.Combine(env.Home, ".gemini/tmp"), "*/chats")
        ),
        new(
            MineSource.Custom,
            "custom",
            "mempalace-custom",
            "Sat 03:00",
            CommandShape.Opaque,
            null,
            "Give the full path with -Command.",
            "Give its path inside with -Command.",
            _ => null
        ),
    }.ToDictionary(profile => profile.Source);

    public static SourceProfile Of(MineSource source) => Profiles[source];
}

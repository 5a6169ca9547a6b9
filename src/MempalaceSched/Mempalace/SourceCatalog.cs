using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>Where a source keeps its sessions.</summary>
/// <param name="Path">A file or folder, as an absolute path.</param>
/// <param name="Pattern">A glob for the sessions below that folder; null if the path is the store itself.</param>
internal sealed record SessionStore(string Path, string? Pattern = null);

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
/// <param name="Store">Returns its store in an environment; null if only the command knows.</param>
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
            "Specify the full path with -Command.",
            "Specify its path in the container with -Command.",
            _ => null
        ),
    }.ToDictionary(profile => profile.Source);

    /// <summary>The profile of a source.</summary>
    public static SourceProfile For(MineSource source) => Profiles[source];
}

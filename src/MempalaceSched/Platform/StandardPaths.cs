using MempalaceSched.Launcher;
using MempalaceSched.Schedulers.Systemd;

namespace MempalaceSched.Platform;

/// <summary>Where everything lies: the one place that knows.</summary>
/// <param name="environment">The machine and the user.</param>
/// <param name="templates">The folder of templates that count, for files that are rendered for somewhere else; null for those of this user.</param>
internal sealed class StandardPaths(HostEnvironment environment, string? templates = null)
{
    private const string Folder = "mempalace-sched";

    /// <summary>The folder of the definitions.</summary>
    public string Definitions { get; } = Path.Combine(environment.XdgFolder("XDG_CONFIG_HOME", ".config"), Folder);

    /// <summary>The folder of the user's own templates, which take the place of the built-in ones of their names.</summary>
    public string Templates { get; } =
        templates ?? Path.Combine(environment.XdgFolder("XDG_CONFIG_HOME", ".config"), Folder, "templates");

    /// <summary>The folder of the launchers.</summary>
    public string Launchers { get; } =
        Path.Combine(environment.XdgFolder("XDG_DATA_HOME", ".local/share"), Folder, "bin");

    /// <summary>The launcher: the program that the launchers of all schedules share.</summary>
    public string LauncherProgram { get; } =
        Path.Combine(environment.XdgFolder("XDG_DATA_HOME", ".local/share"), Folder, "launcher", "launch.sh");

    /// <summary>The folder that has a folder of history and logs for every schedule.</summary>
    public string State { get; } = Path.Combine(environment.XdgFolder("XDG_STATE_HOME", ".local/state"), Folder);

    /// <summary>The folder of the lock files, of schedules and of palaces.</summary>
    public string Locks => Path.Combine(State, "locks");

    /// <summary>Copies of what -Force has replaced.</summary>
    public string Backups => Path.Combine(State, "backups");

    /// <summary>Where a systemd user manager looks for the units of its user.</summary>
    public string SystemdUnits { get; } =
        Path.Combine(environment.XdgFolder("XDG_CONFIG_HOME", ".config"), "systemd", "user");

    /// <summary>Where a systemd user manager keeps when a persistent timer last ran.</summary>
    public string SystemdStamps { get; } =
        Path.Combine(environment.XdgFolder("XDG_DATA_HOME", ".local/share"), "systemd", "timers");

    /// <summary>Where launchd looks for the agents of its user.</summary>
    public string LaunchAgents { get; } = Path.Combine(environment.Home, "Library/LaunchAgents");

    /// <summary>Where the logs of a user's agents lie on a Mac.</summary>
    public string MacLogs { get; } = Path.Combine(environment.Home, "Library/Logs");

    /// <summary>What a launcher prints under launchd.</summary>
    public string MacLog(string name) => Path.Combine(MacLogs, name + ".log");

    /// <summary>What goes wrong with a launcher under launchd.</summary>
    public string MacErrorLog(string name) => Path.Combine(MacLogs, name + ".err.log");

    public string Definition(string name) => Path.Combine(Definitions, name + ".json");

    public string Launcher(string name) => Path.Combine(Launchers, name);

    public string StateOf(string name) => Path.Combine(State, name);
}

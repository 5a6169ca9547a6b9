namespace MempalaceSched.Platform;

/// <summary>The paths of all files and folders that the module uses.</summary>
/// <remarks>
/// The folder of the user's templates is one of these paths, and all rendering uses them. Install, drift detection and
/// export therefore always agree. Files for another machine use the paths of that machine with the templates of this
/// one.
/// </remarks>
/// <param name="environment">The machine and the user.</param>
/// <param name="templates">
/// The folder of templates to use instead of the user's own folder; null for that folder.
/// </param>
internal sealed class StandardPaths(HostEnvironment environment, string? templates = null)
{
    private const string Folder = "mempalace-sched";

    /// <summary>The folder of the definitions.</summary>
    public string Definitions { get; } = Path.Combine(environment.XdgFolder("XDG_CONFIG_HOME", ".config"), Folder);

    /// <summary>
    /// The folder of the user's own templates, which replace the built-in templates of the same name.
    /// </summary>
    public string Templates { get; } =
        templates ?? Path.Combine(environment.XdgFolder("XDG_CONFIG_HOME", ".config"), Folder, "templates");

    /// <summary>The folder of the launchers.</summary>
    public string Launchers { get; } =
        Path.Combine(environment.XdgFolder("XDG_DATA_HOME", ".local/share"), Folder, "bin");

    /// <summary>The launcher program that all schedules share.</summary>
    public string LauncherProgram { get; } =
        Path.Combine(environment.XdgFolder("XDG_DATA_HOME", ".local/share"), Folder, "launcher", "launch.sh");

    /// <summary>The folder that contains a subfolder with history and logs for every schedule.</summary>
    public string State { get; } = Path.Combine(environment.XdgFolder("XDG_STATE_HOME", ".local/state"), Folder);

    /// <summary>The folder of the lock files of schedules and palaces.</summary>
    public string Locks => Path.Combine(State, "locks");

    /// <summary>The folder for copies of files that -Force or an import has replaced.</summary>
    public string Backups => Path.Combine(State, "backups");

    /// <summary>The folder where the systemd user manager looks for the units of the user.</summary>
    public string SystemdUnits { get; } =
        Path.Combine(environment.XdgFolder("XDG_CONFIG_HOME", ".config"), "systemd", "user");

    /// <summary>The folder of the stamp files, in which systemd keeps when a persistent timer last ran.</summary>
    public string SystemdStamps { get; } =
        Path.Combine(environment.XdgFolder("XDG_DATA_HOME", ".local/share"), "systemd", "timers");

    /// <summary>The folder where launchd looks for the agents of the user.</summary>
    public string LaunchAgents { get; } = Path.Combine(environment.Home, "Library/LaunchAgents");

    /// <summary>The folder for logs of the user on macOS.</summary>
    public string MacLogs { get; } = Path.Combine(environment.Home, "Library/Logs");

    /// <summary>The file for the standard output of a launcher under launchd.</summary>
    public string MacLog(string name) => Path.Combine(MacLogs, name + ".log");

    /// <summary>The file for the standard error of a launcher under launchd.</summary>
    public string MacErrorLog(string name) => Path.Combine(MacLogs, name + ".err.log");

    /// <summary>The definition of a schedule.</summary>
    public string Definition(string name) => Path.Combine(Definitions, name + ".json");

    /// <summary>The launcher of a schedule.</summary>
    public string Launcher(string name) => Path.Combine(Launchers, name);

    /// <summary>The folder with the history, the logs and the state files of a schedule.</summary>
    public string StateOf(string name) => Path.Combine(State, name);
}

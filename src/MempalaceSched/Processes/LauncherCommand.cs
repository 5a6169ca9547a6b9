namespace MempalaceSched.Processes;

/// <summary>The launcher as a command, for schedulers that have no command of their own to start a job.</summary>
internal static class LauncherCommand
{
    /// <summary>A run that somebody asked for.</summary>
    /// <param name="launcher">The path of the launcher.</param>
    /// <param name="wait">Whether the command lasts as long as the mine.</param>
    public static ProcessCommand Manual(string launcher, bool wait) => wait
        ? new ProcessCommand("/bin/sh", launcher, "--own-group")
        // The shell returns at once; the launcher keeps nothing of it, not even its output.
        : new ProcessCommand("/bin/sh", "-c", "\"$0\" \"$1\" --own-group </dev/null >/dev/null 2>&1 &", "/bin/sh", launcher);

    /// <summary>A run that is due.</summary>
    /// <param name="launcher">The path of the launcher.</param>
    /// <param name="id">The id that the run is to have.</param>
    /// <param name="occurrence">The occurrence, as the stamp has it.</param>
    public static ProcessCommand Scheduled(string launcher, string id, string occurrence) =>
        new("/bin/sh", launcher, "--own-group", "--trigger", "scheduled", "--id", id, "--occurrence", occurrence) { TimeLimit = Timeout.InfiniteTimeSpan };
}

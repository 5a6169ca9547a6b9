using MempalaceSched.Platform;

namespace MempalaceSched.Launcher;

/// <summary>The launcher as a command, for schedulers that have no command of their own to start a job.</summary>
internal static class LauncherCommand
{
    /// <summary>
    /// A run that somebody asked for. The shell returns at once, and the launcher keeps nothing of it, not even its output: whoever gives up waiting
    /// for the run must not end it.
    /// </summary>
    /// <param name="launcher">The path of the launcher.</param>
    public static ProcessCommand Manual(string launcher) =>
        new ProcessCommand(
            "/bin/sh",
            "-c",
            "\"$0\" \"$1\" --own-group </dev/null >/dev/null 2>&1 &",
            "/bin/sh",
            launcher
        )
        {
            KeepsLocale = true,
        };

    /// <summary>
    /// A run that is due. It has no pipe to whoever starts it: the run outlives a scheduler that is killed, and a pipe without a reader
    /// would end it; something that the mine leaves behind would keep a pipe open, and the run would seem to go on.
    /// </summary>
    /// <param name="launcher">The path of the launcher.</param>
    /// <param name="id">The id that the run is to have.</param>
    /// <param name="occurrence">The occurrence, as the stamp has it.</param>
    /// <param name="errors">The file for what the launcher's own tools complain of; its log has the rest.</param>
    public static ProcessCommand Scheduled(string launcher, string id, string occurrence, string errors) =>
        new(
            "/bin/sh",
            "-c",
            "errors=$1; shift; exec /bin/sh \"$@\" >/dev/null 2>\"$errors\"",
            "/bin/sh",
            errors,
            launcher,
            "--own-group",
            "--trigger",
            "scheduled",
            "--id",
            id,
            "--occurrence",
            occurrence
        )
        {
            TimeLimit = Timeout.InfiniteTimeSpan,
            KeepsLocale = true,
        };
}

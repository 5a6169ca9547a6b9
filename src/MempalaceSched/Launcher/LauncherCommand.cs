using MempalaceSched.Platform;

namespace MempalaceSched.Launcher;

/// <summary>The command that starts the launcher, for schedulers that have no command to start a job.</summary>
internal static class LauncherCommand
{
    /// <summary>
    /// A manual run. The shell returns at once, and the launcher inherits nothing from it, not even its output, so the
    /// run continues if the caller stops waiting.
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
    /// A scheduled run. It has no pipe to the scheduler. If the scheduler is killed, writing to a pipe without a reader
    /// would end the run. A process that the run leaves behind would keep the pipe open, and the run would seem to
    /// continue.
    /// </summary>
    /// <param name="launcher">The path of the launcher.</param>
    /// <param name="id">The ID of the run.</param>
    /// <param name="occurrence">The occurrence, in the format of the stamp file.</param>
    /// <param name="errors">
    /// The file for error messages of the launcher itself. The output of the run is in its log.
    /// </param>
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

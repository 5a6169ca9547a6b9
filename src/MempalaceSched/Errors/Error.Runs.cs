namespace MempalaceSched.Errors;

/// <content>Errors about runs, their histories and logs.</content>
internal static partial class Error
{
    public static MempalaceException MineRunning(string name, string holder, string recommendation) =>
        new("MineRunning", ErrorKind.InUse, $"A run of '{name}' is in progress ({holder}).", recommendation, name);

    public static MempalaceException MineNotStarted(string name, string found, string recommendation) =>
        new(
            "MineNotStarted",
            ErrorKind.CommandFailed,
            $"The scheduler accepted the request, but no run of '{name}' started: {found}",
            recommendation,
            name
        );

    public static MempalaceException MineNotRunning(string name) =>
        new(
            "MineNotRunning",
            ErrorKind.NotFound,
            $"No run of '{name}' is in progress.",
            $"To see its past runs, run Get-MempalaceMineHistory {name}.",
            name
        );

    public static MempalaceException MineNotStopped(string name, int pid) =>
        new(
            "MineNotStopped",
            ErrorKind.InUse,
            $"The run of '{name}' was not stopped, because process {pid} does not hold its lock.",
            "The process may belong to another machine or home folder. Check it, and stop it by hand if needed.",
            name
        );

    public static MempalaceException StopTimedOut(string name, TimeSpan waited) =>
        new(
            "WaitTimedOut",
            ErrorKind.TimedOut,
            $"The run of '{name}' received the signal to stop, but was still in progress after "
                + $"{waited.TotalSeconds:0} s.",
            "Wait longer with -TimeOut. A run that ignores the signal is killed after one minute.",
            name
        );

    public static MempalaceException WaitTimedOut(string name, TimeSpan waited) =>
        new(
            "WaitTimedOut",
            ErrorKind.TimedOut,
            $"The run of '{name}' was still in progress after {waited.TotalSeconds:0} s. It continues.",
            "Wait longer with -TimeOut, or do not wait with -NoWait. To see the result, run Get-MempalaceMineHistory "
                + $"{name}.",
            name
        );

    public static MempalaceException LauncherMissing(string name, string path) =>
        new(
            "LauncherMissing",
            ErrorKind.NotFound,
            $"The launcher '{path}' of the schedule '{name}' does not exist.",
            $"To write it again, run Repair-MempalaceSchedule {name}.",
            name
        );

    public static MempalaceException NoDryRun(string name) =>
        new(
            "DryRunNotSupported",
            ErrorKind.InvalidValue,
            $"The schedule '{name}' runs a custom command, and it is not known whether that command has a dry run.",
            "Run the command by hand with its own option for a dry run.",
            name
        );

    public static MempalaceException DryRunFailed(string name, int code) =>
        new(
            "DryRunFailed",
            ErrorKind.CommandFailed,
            $"The dry run of '{name}' failed with exit code {code}.",
            "See the output above. Exit code 2 means that the sessions are missing, 3 that mempalace is missing.",
            name
        );

    public static MempalaceException RunNotFound(string id, string names, IEnumerable<string> newest) =>
        new(
            "RunNotFound",
            ErrorKind.NotFound,
            $"There is no run '{id}' of {names}.",
            newest.Any()
                ? $"The newest runs are: {string.Join(", ", newest)}. To list all runs, run Get-MempalaceMineHistory."
                : "There are no runs yet. To start one, run Start-MempalaceMine.",
            id
        );

    public static MempalaceException LogNotKept(string id, string name, string reason, string recommendation) =>
        new("LogNotKept", ErrorKind.NotFound, $"The run '{id}' of '{name}' has no log: {reason}.", recommendation, id);

    public static MempalaceException NoLog(string names) =>
        new(
            "NoLog",
            ErrorKind.NotFound,
            $"There is no log of {names} yet.",
            "To start a run, run Start-MempalaceMine. To see runs without a log, run Get-MempalaceMineHistory.",
            names
        );
}

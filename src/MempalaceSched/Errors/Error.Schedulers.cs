namespace MempalaceSched.Errors;

/// <content>Errors about schedulers, container engines and the programs that they consist of.</content>
internal static partial class Error
{
    public static MempalaceException SchedulerUnavailable(string scheduler, string reason, string recommendation) =>
        new(
            "SchedulerUnavailable",
            ErrorKind.Unavailable,
            $"{AtStart(scheduler)} is not available: {reason}",
            recommendation,
            scheduler
        );

    public static MempalaceException RootThroughSudo(string user) =>
        new(
            "SchedulerUnavailable",
            ErrorKind.Unavailable,
            $"Schedules cannot be managed as root through sudo (for {user}).",
            "Run the command without sudo. Schedules belong to the user whose sessions they mine.",
            user
        );

    public static MempalaceException SchedulerRunning(string pid) =>
        new(
            "SchedulerRunning",
            ErrorKind.InUse,
            $"The embedded scheduler of this user is already running (PID {pid}).",
            "One scheduler is enough, because it notices new schedules. To start another one, stop that process first.",
            pid
        );

    public static MempalaceException SchedulerCommandFailed(
        string command,
        int exitCode,
        string output,
        string recommendation
    ) =>
        new(
            "SchedulerCommandFailed",
            ErrorKind.CommandFailed,
            $"`{command}` failed with exit code {exitCode}: {output}",
            recommendation,
            command
        );

    public static MempalaceException ProgramNotStarted(string command, Exception cause) =>
        new(
            "SchedulerCommandFailed",
            ErrorKind.CommandFailed,
            $"`{command}` could not be started: {cause.Message}",
            "Make sure that the program is installed and in the PATH of this PowerShell session.",
            command,
            cause
        );

    public static MempalaceException ProgramTimedOut(string command, TimeSpan limit) =>
        new(
            "SchedulerCommandFailed",
            ErrorKind.TimedOut,
            $"`{command}` did not answer within {limit.TotalSeconds:0} s and was stopped.",
            "Run the command by hand to see what it waits for.",
            command
        );

    public static MempalaceException InstallNotVerified(string name, string scheduler, string found) =>
        new(
            "InstallNotVerified",
            ErrorKind.CommandFailed,
            $"{AtStart(scheduler)} accepted the schedule '{name}' but reports no next run: {found}",
            "Check the log of the scheduler, then install the schedule again with -Verbose.",
            name
        );

    public static MempalaceException DisableNotVerified(string name, string scheduler, string found) =>
        new(
            "DisableNotVerified",
            ErrorKind.CommandFailed,
            $"{AtStart(scheduler)} would still run the schedule '{name}' after it was disabled: {found}",
            "Check the log of the scheduler, then disable the schedule again with -Verbose.",
            name
        );

    public static MempalaceException LingerNotEnabled(string user, string output) =>
        new(
            "LingerNotEnabled",
            ErrorKind.CommandFailed,
            $"Lingering could not be enabled for '{user}': {output}",
            "Install the schedule without -EnableLinger, and ask an administrator to run: "
                + $"sudo loginctl enable-linger {user}",
            user
        );

    public static MempalaceException CrontabUnsafe(string reason, string recommendation) =>
        new(
            "CrontabUnsafe",
            ErrorKind.InvalidValue,
            $"The crontab was not changed, because that is not safe: {reason}.",
            recommendation,
            "crontab"
        );

    public static MempalaceException ProbeNotRun(string name, string scheduler) =>
        new(
            "ProbeNotRun",
            ErrorKind.TimedOut,
            $"{AtStart(scheduler)} did not run the probe of '{name}', or the probe wrote no result.",
            "Scheduled runs will fail for the same reason. Make sure that the scheduler is running, and check its log.",
            name
        );

    public static MempalaceException EngineUnavailable(string client, string output, string recommendation) =>
        new(
            "EngineUnavailable",
            ErrorKind.Unavailable,
            $"`{client}` got no answer from the container engine: {output}",
            recommendation,
            client
        );

    public static MempalaceException ContainerNotUsable(string container, string output) =>
        new(
            "ContainerNotUsable",
            ErrorKind.CommandFailed,
            $"No command can be run in the container {container}: {output}",
            "Check -ContainerUser, and make sure that the container has /bin/sh.",
            container
        );

    /// <summary>
    /// The title of a scheduler at the start of a sentence. Names such as systemd are in lower case there too.
    /// </summary>
    public static string AtStart(string title) =>
        title.StartsWith("the ", StringComparison.Ordinal) ? "T" + title[1..] : title;
}

using MempalaceSched.Platform;

namespace MempalaceSched.Errors;

/// <summary>Every fault that the module reports: one line each, with its id, message and way out.</summary>
internal static class Fault
{
    public static MempalaceException ScheduleNotFound(string name, IEnumerable<string> known) =>
        new(
            "ScheduleNotFound",
            FaultKind.NotFound,
            $"There is no schedule named '{name}'.",
            known.Any()
                ? $"Get-MempalaceSchedule lists those there are: {string.Join(", ", known)}."
                : "None is installed; Install-MempalaceSchedule -Source OpenCode installs one.",
            name
        );

    /// <summary>The id of <see cref="ScheduleChanged"/>, after which a change is made once more.</summary>
    public const string ScheduleChangedId = "ScheduleChanged";

    public static MempalaceException ScheduleChanged(string name) =>
        new(
            ScheduleChangedId,
            FaultKind.InUse,
            $"Somebody else has changed '{name}' meanwhile.",
            "Give the same command again.",
            name
        );

    public static MempalaceException ScheduleMoved(string name, SchedulerKind scheduler) =>
        new(
            "ScheduleMoved",
            FaultKind.InUse,
            $"Somebody else has moved '{name}' to {scheduler} meanwhile; nothing else was changed.",
            "Give the same command again.",
            name
        );

    public static MempalaceException ScheduleExists(string path, string name) =>
        new(
            "ScheduleExists",
            FaultKind.AlreadyExists,
            $"'{path}' exists and was not made for the schedule '{name}': it does not carry its mark.",
            "Move it away, choose another -Name, or give -Force to replace it (a copy is kept in the state folder).",
            path
        );

    public static MempalaceException UnitShadowed(string name, string unit) =>
        new(
            "ScheduleExists",
            FaultKind.AlreadyExists,
            $"The machine has a unit of the name '{name}' ('{unit}'), and one of yours would take its place.",
            "Choose another -Name.",
            unit
        );

    public static MempalaceException ScheduleNameInvalid(string name) =>
        new(
            "ScheduleNameInvalid",
            FaultKind.BadValue,
            $"'{name}' is not a schedule name.",
            "Use 1 to 63 of a-z, 0-9 and '-', and begin with a letter or digit, as in 'mempalace-session'; 'locks' and 'backups' are taken.",
            name
        );

    public static MempalaceException RecurrenceInvalid(string text, FormatException cause) =>
        new(
            "RecurrenceInvalid",
            FaultKind.BadValue,
            cause.Message,
            "Get-Help Install-MempalaceSchedule -Parameter At has the whole grammar.",
            text,
            cause
        );

    public static MempalaceException OptionConflict(string message, string wayOut, object? target = null) =>
        new("OptionConflict", FaultKind.BadValue, message, wayOut, target);

    public static MempalaceException ValueNotRepresentable(string what, string value, string why, string wayOut) =>
        new(
            "ValueNotRepresentable",
            FaultKind.BadValue,
            $"{what} {Quote(value)} cannot be used: {why}.",
            wayOut,
            value
        );

    public static MempalaceException CommandNotFound(
        string program,
        IEnumerable<string> lookedIn,
        string howToInstall
    ) =>
        new(
            "CommandNotFound",
            FaultKind.NotFound,
            $"The command '{program}' was not found, or is not executable. Looked in: {string.Join(", ", lookedIn)}.",
            howToInstall,
            program
        );

    public static MempalaceException CommandGone(string name, string command, string parameter) =>
        new(
            "CommandNotFound",
            FaultKind.NotFound,
            $"The command '{command}' of the schedule '{name}' is gone, or cannot be run.",
            $"Install it again, or name the program where it is now: Set-MempalaceSchedule {name} {parameter} PATH",
            name
        );

    public static MempalaceException CommandNotInContainer(string program, string container, string howToInstall) =>
        new(
            "CommandNotFound",
            FaultKind.NotFound,
            $"The command '{program}' was not found in the container {container}, or is not executable there.",
            howToInstall,
            program
        );

    public static MempalaceException EngineUnavailable(string client, string said, string wayOut) =>
        new(
            "EngineUnavailable",
            FaultKind.Unavailable,
            $"The container engine gives '{client}' no answer: {said}",
            wayOut,
            client
        );

    public static MempalaceException ContainerNotUsable(string container, string said) =>
        new(
            "ContainerNotUsable",
            FaultKind.CommandFailed,
            $"Nothing could be run in the container {container}: {said}",
            "Is -ContainerUser right, and is there a /bin/sh in it?",
            container
        );

    public static MempalaceException SchedulerUnavailable(string scheduler, string found, string wayOut) =>
        new(
            "SchedulerUnavailable",
            FaultKind.Unavailable,
            $"{scheduler} cannot be used here: {found}",
            wayOut,
            scheduler
        );

    public static MempalaceException SchedulerCommandFailed(
        ProcessCommand command,
        ProcessResult result,
        string wayOut
    ) =>
        new(
            "SchedulerCommandFailed",
            FaultKind.CommandFailed,
            $"`{command}` ended with exit code {result.ExitCode}: {result.ErrorText}",
            wayOut,
            command.ToString()
        );

    public static MempalaceException ProgramNotStarted(ProcessCommand command, Exception cause) =>
        new(
            "SchedulerCommandFailed",
            FaultKind.CommandFailed,
            $"`{command}` could not be started: {cause.Message}",
            "Is it installed, and on the PATH of this PowerShell?",
            command.ToString(),
            cause
        );

    public static MempalaceException ProgramTimedOut(ProcessCommand command) =>
        new(
            "SchedulerCommandFailed",
            FaultKind.TimedOut,
            $"`{command}` gave no answer within {command.TimeLimit.TotalSeconds:0} s and was ended.",
            "Run it by hand to see what it waits for.",
            command.ToString()
        );

    public static MempalaceException InstallNotVerified(string name, string scheduler, string found) =>
        new(
            "InstallNotVerified",
            FaultKind.CommandFailed,
            $"{scheduler} took '{name}' but names no next run for it: {found}",
            "See what the scheduler says about it in its own log, then install again with -Verbose.",
            name
        );

    public static MempalaceException DisableNotVerified(string name, string scheduler, string found) =>
        new(
            "DisableNotVerified",
            FaultKind.CommandFailed,
            $"{scheduler} was told not to run '{name}' and still means to: {found}",
            "See what the scheduler says about it in its own log, then disable it again with -Verbose.",
            name
        );

    public static MempalaceException FileExists(string path) =>
        new(
            "FileExists",
            FaultKind.AlreadyExists,
            $"'{path}' exists and has another text.",
            "Choose another -OutputPath, move it away, or give -Force to write over it.",
            path
        );

    public static MempalaceException FileFailed(string doing, string path, Exception cause) =>
        new(
            "FileFailed",
            FaultKind.CommandFailed,
            $"{doing} '{path}' failed: {cause.Message}",
            "Check the owner and mode of that folder, and the room on its disk.",
            path,
            cause
        );

    public static MempalaceException DefinitionUnreadable(string path, Exception cause) =>
        new(
            "DefinitionUnreadable",
            FaultKind.BadValue,
            $"The definition '{path}' cannot be read: {cause.Message}",
            "Mend the file, or install the schedule again with -Force.",
            path,
            cause
        );

    public static MempalaceException TemplateNotFound(string name, IEnumerable<string> known) =>
        new(
            "TemplateNotFound",
            FaultKind.NotFound,
            $"There is no template named '{name}'.",
            $"Those there are: {string.Join(", ", known)}.",
            name
        );

    public static MempalaceException TemplateInvalid(
        string file,
        int line,
        int column,
        string what,
        Exception? cause = null
    ) =>
        new(
            "TemplateInvalid",
            FaultKind.BadValue,
            $"The template '{file}' has a fault in line {line}, column {column}: {what.TrimEnd('.')}.",
            $"Mend it, or delete it to have the built-in one again. {TemplateHelp}",
            file,
            cause
        );

    public static MempalaceException TemplateWithoutMark(string file, string mark) =>
        new(
            "TemplateInvalid",
            FaultKind.BadValue,
            $"The template '{file}' leaves out what makes its file known as ours: {string.Join(" and, below it, ", mark.Split("\n\t").Select(Quote))}.",
            $"Put it back as it stands in the built-in one. {TemplateHelp}",
            file
        );

    public static MempalaceException LingerNotEnabled(string user, string said) =>
        new(
            "LingerNotEnabled",
            FaultKind.CommandFailed,
            $"Lingering could not be enabled for {user}: {said}",
            $"Install without -EnableLinger, and have an administrator run: sudo loginctl enable-linger {user}",
            user
        );

    public static MempalaceException MineRunning(string name, string holder, string wayOut) =>
        new("MineRunning", FaultKind.InUse, $"'{name}' is mining now ({holder}).", wayOut, name);

    public static MempalaceException MineNotStarted(string name, string found, string wayOut) =>
        new(
            "MineNotStarted",
            FaultKind.CommandFailed,
            $"The scheduler was told to mine '{name}', but no run came of it: {found}",
            wayOut,
            name
        );

    public static MempalaceException SchedulerRunning(string pid) =>
        new(
            "SchedulerRunning",
            FaultKind.InUse,
            $"The embedded scheduler of this user runs already (PID {pid}).",
            "One is enough: it takes up new schedules by itself. To have another one, end that one first.",
            pid
        );

    public static MempalaceException RecurrenceNotSupported(string at, string scheduler, string why, string wayOut) =>
        new("RecurrenceNotSupported", FaultKind.BadValue, $"{scheduler} cannot do '{at}': {why}.", wayOut, at);

    public static MempalaceException CrontabUnsafe(string found, string wayOut) =>
        new(
            "CrontabUnsafe",
            FaultKind.BadValue,
            $"The crontab cannot be changed safely, and is left as it is: {found}.",
            wayOut,
            "crontab"
        );

    public static MempalaceException NoDryRun(string name) =>
        new(
            "DryRunNotSupported",
            FaultKind.BadValue,
            $"'{name}' runs a command of your own, and whether that has a dry run is not known here.",
            "Run the command by hand with whatever it has for this.",
            name
        );

    public static MempalaceException DryRunFailed(string name, int code) =>
        new(
            "DryRunFailed",
            FaultKind.CommandFailed,
            $"The dry run of '{name}' ended with exit code {code}.",
            "The lines above are its own words. 2: the session store is missing; 3: mempalace is missing.",
            name
        );

    public static MempalaceException LauncherMissing(string name, string path) =>
        new(
            "LauncherMissing",
            FaultKind.NotFound,
            $"The launcher '{path}' of '{name}' is gone.",
            "Get-MempalaceSchedule | Install-MempalaceSchedule writes it again.",
            name
        );

    public static MempalaceException MineNotRunning(string name) =>
        new(
            "MineNotRunning",
            FaultKind.NotFound,
            $"'{name}' is not mining now, so there is nothing to stop.",
            $"Get-MempalaceMineHistory {name} shows its runs.",
            name
        );

    public static MempalaceException MineNotStopped(string name, int pid) =>
        new(
            "MineNotStopped",
            FaultKind.InUse,
            $"'{name}' seems to be mining, but process {pid} does not hold its lock, so it was not told to end.",
            "Is it a launcher of another home or machine? See what the process is, and end it by hand if it is the one.",
            name
        );

    public static MempalaceException StopTimedOut(string name, TimeSpan waited) =>
        new(
            "WaitTimedOut",
            FaultKind.TimedOut,
            $"'{name}' was told to end, but still mined after {waited.TotalSeconds:0} s. Only the wait has ended.",
            "Wait longer with -TimeOut: a mine that does not heed the word is killed after a minute.",
            name
        );

    public static MempalaceException RunNotFound(string id, string names, IEnumerable<string> newest) =>
        new(
            "RunNotFound",
            FaultKind.NotFound,
            $"There is no run '{id}' of {names}.",
            newest.Any()
                ? $"The newest are: {string.Join(", ", newest)}. Get-MempalaceMineHistory has them all."
                : "It has not run yet.",
            id
        );

    public static MempalaceException LogNotKept(string id, string name, string why, string wayOut) =>
        new("LogNotKept", FaultKind.NotFound, $"The run '{id}' of '{name}' has no log: {why}.", wayOut, id);

    public static MempalaceException NoLog(string names) =>
        new(
            "NoLog",
            FaultKind.NotFound,
            $"There is no log of {names} yet.",
            "Start-MempalaceMine mines now; Get-MempalaceMineHistory has the runs that had nothing to mine.",
            names
        );

    public static MempalaceException WaitTimedOut(string name, TimeSpan waited) =>
        new(
            "WaitTimedOut",
            FaultKind.TimedOut,
            $"'{name}' was still mining after {waited.TotalSeconds:0} s. It goes on; only the wait has ended.",
            "Wait longer with -TimeOut, or not at all with -NoWait; Get-MempalaceSchedule shows how it ends.",
            name
        );

    private const string TemplateHelp =
        "Export-MempalaceTemplate writes the built-in ones; docs/templates.md lists their variables.";

    public static MempalaceException ProbeNotRun(string name, string scheduler) =>
        new(
            "ProbeNotRun",
            FaultKind.TimedOut,
            $"{scheduler} did not run the probe of '{name}', or it came to nothing.",
            "What it does not run now it will not run at its time either: see whether it runs, and what its own log says.",
            name
        );

    public static MempalaceException ReportExists(string path) =>
        new(
            "ReportExists",
            FaultKind.AlreadyExists,
            $"'{path}' exists and is not a report of ours: it does not carry its mark.",
            "Give another -Path, or -Force to replace it (a copy is kept in the state folder).",
            path
        );

    public static MempalaceException ReportNotOpened(string path, string opener, int code) =>
        new(
            "ReportNotOpened",
            FaultKind.CommandFailed,
            $"The report is written, but `{opener}` could not open it (exit code {code}).",
            $"Open '{path}' in a browser.",
            path
        );

    /// <summary>A value in quotes with its control characters made visible, for a message of one line.</summary>
    public static string Quote(string value) =>
        "'" + string.Concat(value.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString())) + "'";
}

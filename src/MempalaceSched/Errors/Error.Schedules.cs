namespace MempalaceSched.Errors;

/// <summary>
/// Every error that the module reports, with its id, its message (what happened) and its recommendation (what to do).
/// This part has the errors about schedules, their settings and their definitions.
/// </summary>
internal static partial class Error
{
    /// <summary>The id of <see cref="ScheduleChanged"/>, after which a change is made again.</summary>
    public const string ScheduleChangedId = "ScheduleChanged";

    public static MempalaceException ScheduleNotFound(string name, IEnumerable<string> known) =>
        new(
            "ScheduleNotFound",
            ErrorKind.NotFound,
            name == "*" ? "There is no schedule." : $"There is no schedule named '{name}'.",
            known.Any()
                ? $"Specify one of the installed schedules: {string.Join(", ", known)}."
                : "No schedule is installed. To install one, run Install-MempalaceSchedule OpenCode.",
            name
        );

    public static MempalaceException ScheduleChanged(string name) =>
        new(
            ScheduleChangedId,
            ErrorKind.InUse,
            $"The schedule '{name}' was changed by another process.",
            "Run the command again.",
            name
        );

    public static MempalaceException ScheduleMoved(string name, string scheduler) =>
        new(
            "ScheduleMoved",
            ErrorKind.InUse,
            $"The schedule '{name}' was moved to {scheduler} by another process. Nothing was changed.",
            "Run the command again.",
            name
        );

    public static MempalaceException ScheduleExists(string path, string name) =>
        new(
            "ScheduleExists",
            ErrorKind.AlreadyExists,
            $"'{path}' already exists, and this module did not create it for the schedule '{name}'.",
            "Move the file, specify another -Name, or use -Force to replace it. A copy is kept in the state folder.",
            path
        );

    public static MempalaceException UnitShadowed(string name, string unit) =>
        new(
            "ScheduleExists",
            ErrorKind.AlreadyExists,
            $"This machine already has a unit named '{name}' ('{unit}'), which the schedule would hide.",
            "Specify another -Name.",
            unit
        );

    public static MempalaceException ScheduleNameInvalid(string name) =>
        new(
            "ScheduleNameInvalid",
            ErrorKind.InvalidValue,
            $"'{name}' is not a valid schedule name.",
            "Use 1 to 63 of the characters a-z, 0-9 and '-', and start with a letter or digit, for example "
                + "'mempalace-session'. The names 'locks' and 'backups' are reserved.",
            name
        );

    public static MempalaceException RecurrenceInvalid(string text, FormatException cause) =>
        new(
            "RecurrenceInvalid",
            ErrorKind.InvalidValue,
            cause.Message,
            "For the syntax, run Get-Help Install-MempalaceSchedule -Parameter At.",
            text,
            cause
        );

    public static MempalaceException RecurrenceNotSupported(
        string at,
        string scheduler,
        string reason,
        string recommendation
    ) =>
        new(
            "RecurrenceNotSupported",
            ErrorKind.InvalidValue,
            $"{scheduler} cannot express '{at}': {reason}.",
            recommendation,
            at
        );

    public static MempalaceException OptionConflict(string message, string recommendation, object? target = null) =>
        new("OptionConflict", ErrorKind.InvalidValue, message, recommendation, target);

    public static MempalaceException ValueNotRepresentable(
        string what,
        string value,
        string reason,
        string recommendation
    ) =>
        new(
            "ValueNotRepresentable",
            ErrorKind.InvalidValue,
            $"{what} {Quote(value)} cannot be used: {reason}.",
            recommendation,
            value
        );

    public static MempalaceException DefinitionUnreadable(string path, Exception cause) =>
        new(
            "DefinitionUnreadable",
            ErrorKind.InvalidValue,
            $"The definition '{path}' cannot be read: {cause.Message}",
            "Correct the file, or install the schedule again with -Force.",
            path,
            cause
        );

    public static MempalaceException CommandNotFound(
        string program,
        IEnumerable<string> searched,
        string howToInstall
    ) =>
        new(
            "CommandNotFound",
            ErrorKind.NotFound,
            $"Cannot find the command '{program}', or it is not executable. Searched: {string.Join(", ", searched)}.",
            howToInstall,
            program
        );

    public static MempalaceException CommandGone(string name, string command, string parameter) =>
        new(
            "CommandNotFound",
            ErrorKind.NotFound,
            $"The command '{command}' of the schedule '{name}' no longer exists, or is not executable.",
            $"Install the command again, or specify its new path: Set-MempalaceSchedule {name} {parameter} PATH",
            name
        );

    public static MempalaceException CommandNotInContainer(string program, string container, string howToInstall) =>
        new(
            "CommandNotFound",
            ErrorKind.NotFound,
            $"Cannot find the command '{program}' in the container {container}, or it is not executable there.",
            howToInstall,
            program
        );

    /// <summary>A value in quotation marks, with control characters as escapes, for a message on one line.</summary>
    public static string Quote(string value) =>
        "'" + string.Concat(value.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString())) + "'";
}

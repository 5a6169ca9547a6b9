namespace MempalaceSched.Errors;

/// <content>Errors about files: templates, exports, reports, and failed file operations.</content>
internal static partial class Error
{
    private const string TemplateHelp =
        "To get the built-in templates, run Export-MempalaceTemplate. docs/templates.md lists their variables.";

    public static MempalaceException FileFailed(string action, string path, Exception cause) =>
        new(
            "FileFailed",
            ErrorKind.CommandFailed,
            $"{action} '{path}' failed: {cause.Message}",
            "Check the owner and mode of the folder, and the free space on its disk.",
            path,
            cause
        );

    /// <summary>The runner shows only the message of a failed undo, so it also says what to do.</summary>
    public static MempalaceException FolderNotMovedBack(string path, string moved, string why) =>
        new(
            "FileFailed",
            ErrorKind.CommandFailed,
            $"the folder that was at '{path}' was moved to '{moved}' and could not be moved back, because {why}. Check "
                + "both paths, and move the folder back by hand",
            $"Check both paths, and move '{moved}' to '{path}' by hand.",
            path
        );

    public static MempalaceException ChangeLocked(string path, TimeSpan waited, Exception cause) =>
        new(
            "FileFailed",
            ErrorKind.InUse,
            $"Another process still holds '{path}' after {waited.TotalSeconds:0} s: {cause.Message}",
            $"Wait until the other change has ended, and run the command again. `fuser {path}` shows its process ID.",
            path,
            cause
        );

    public static MempalaceException FileExists(string path) =>
        new(
            "FileExists",
            ErrorKind.AlreadyExists,
            $"'{path}' already exists with other content.",
            "Specify another -OutputPath, move the file, or use -Force to overwrite it.",
            path
        );

    public static MempalaceException TemplateNotFound(string name, IEnumerable<string> known) =>
        new(
            "TemplateNotFound",
            ErrorKind.NotFound,
            $"There is no template named '{name}'.",
            $"Specify one of: {string.Join(", ", known)}.",
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
            ErrorKind.InvalidValue,
            $"The template '{file}' has an error in line {line}, column {column}: {what.TrimEnd('.')}.",
            $"Correct the template, or delete it to use the built-in one. {TemplateHelp}",
            file,
            cause
        );

    public static MempalaceException TemplateWithoutMark(string file, string mark) =>
        new(
            "TemplateInvalid",
            ErrorKind.InvalidValue,
            $"The template '{file}' lacks the mark by which the module recognizes its files: "
                + $"{string.Join(" and, below it, ", mark.Split("\n\t").Select(Quote))}.",
            $"Add the mark as in the built-in template. {TemplateHelp}",
            file
        );

    public static MempalaceException ReportExists(string path) =>
        new(
            "ReportExists",
            ErrorKind.AlreadyExists,
            $"'{path}' already exists and is not a report of this module.",
            "Specify another -Path, or use -Force to replace the file. A copy is kept in the state folder.",
            path
        );

    public static MempalaceException ReportNotOpened(string path, string opener, int code) =>
        new(
            "ReportNotOpened",
            ErrorKind.CommandFailed,
            $"The report was written, but `{opener}` could not open it (exit code {code}).",
            $"Open '{path}' in a browser.",
            path
        );
}

namespace MempalaceSched.Errors;

/// <content>Errors about backups of palaces.</content>
internal static partial class Error
{
    public static MempalaceException BackupNotFound(
        string schedule,
        string palace,
        string? name,
        IReadOnlyList<string> known
    ) =>
        new(
            "BackupNotFound",
            ErrorKind.NotFound,
            name is null
                ? $"The palace '{palace}' has no backup."
                : $"The palace '{palace}' has no backup named '{name}'.",
            known.Count > 0
                ? $"Specify one of: {string.Join(", ", known)}."
                : $"If the palace was moved, let the schedule use it: Set-MempalaceSchedule {schedule} -Palace auto. "
                    + $"To make a backup before each run, run Set-MempalaceSchedule {schedule} -KeepBackups 3.",
            name ?? palace
        );

    public static MempalaceException BackupCorrupt(string name, string found) =>
        new(
            "BackupCorrupt",
            ErrorKind.CommandFailed,
            $"The backup '{name}' is corrupt: {found}.",
            "Specify an older one with -Backup.",
            name
        );

    public static MempalaceException BackupNotChecked(string name, string reason) =>
        new(
            "BackupNotChecked",
            ErrorKind.CommandFailed,
            $"The copy of the backup '{name}' could not be checked: {reason}.",
            "The backup itself may be good, so keep it. Make sure that sqlite3 works and that the disk can be read and "
                + "written, and run the command again.",
            name
        );

    public static MempalaceException NoSpaceToRestore(
        string disk,
        (string Copy, string Free, string Reserve) sizes,
        IReadOnlyList<string> leftovers
    ) =>
        new(
            "NoSpaceToRestore",
            ErrorKind.CommandFailed,
            $"The copy of the backup needs {sizes.Copy}. The disk of '{disk}' has {sizes.Free} of free space, of which "
                + $"{sizes.Reserve} must stay free.",
            leftovers.Count == 0
                ? "Free up space on that disk, and run the command again."
                : "Free up space on that disk, and run the command again. Earlier restores left these folders, which "
                    + $"you can delete if the palace is complete without them: {string.Join(", ", leftovers)}.",
            disk
        );

    public static MempalaceException PalaceInUse(string palace, string holder) =>
        new(
            "PalaceInUse",
            ErrorKind.InUse,
            $"The palace '{palace}' is in use by {holder}.",
            "Quit that program, and run the command again. If it is an MCP server, quit the agent that started it.",
            palace
        );

    public static MempalaceException PalaceInContainer(string name, string container) =>
        new(
            "PalaceInContainer",
            ErrorKind.InvalidValue,
            $"The palace of '{name}' is in the container {container}, where this cmdlet cannot restore it.",
            "Restore it by hand in the container. docs/backups.md shows the commands.",
            name
        );

    public static MempalaceException SeveralPalaces(IReadOnlyList<string> palaces) =>
        new(
            "SeveralPalaces",
            ErrorKind.InvalidValue,
            $"The installed schedules write to {palaces.Count} palaces: {string.Join(", ", palaces)}.",
            "Specify a schedule that writes to the palace with -Name.",
            palaces
        );
}

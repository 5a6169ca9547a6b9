using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>Checks that a SQLite database is not corrupt. The step changes nothing.</summary>
/// <param name="Path">The path of the database.</param>
/// <param name="Backup">The name of the backup that contains it, for the error message.</param>
internal sealed record CheckDatabase(string Path, string Backup) : ChangeStep
{
    /// <summary>The exit code of <see cref="Script"/> when no tool can read the database.</summary>
    private const int NoTool = 69;

    private const string Script = """
        if command -v sqlite3 >/dev/null 2>&1; then
            exec sqlite3 -batch -init /dev/null "$1" 'pragma quick_check'
        elif command -v python3 >/dev/null 2>&1; then
            exec python3 -IS -c 'import sqlite3, sys
        print(sqlite3.connect(sys.argv[1]).execute("pragma quick_check").fetchone()[0])' "$1"
        fi
        exit 69
        """;

    public override string Description => $"check the database of the backup {Backup}";

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>([]);

    public override async Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        context.Reporter.Verbose(Description);
        if (!File.Exists(Path))
            throw Error.BackupCorrupt(Backup, $"it has no {System.IO.Path.GetFileName(Path)}");
        var check = new ProcessCommand("/bin/sh", "-c", Script, "sh", Path) { TimeLimit = Timeout.InfiniteTimeSpan };
        var result = await context.Processes.RunAsync(check, cancellation).ConfigureAwait(false);
        if (result.ExitCode == NoTool)
            context.Reporter.Warning(
                $"The database of the backup {Backup} was not checked, because there is neither sqlite3 nor python3."
            );
        else if (result.ExitCode != 0 || result.Output.Trim() != "ok")
            throw Error.BackupCorrupt(Backup, result.ErrorText.TrimEnd('.'));
    }
}

using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>Checks that a SQLite database is not corrupt. The step changes nothing.</summary>
/// <param name="Path">The path of the database.</param>
/// <param name="Backup">The name of the backup that contains it, for the error message.</param>
internal sealed record CheckDatabase(string Path, string Backup) : ChangeStep
{
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
        var check = new ProcessCommand("/bin/sh", "-c", QuickCheck.Script, "sh", QuickCheck.UriOf(Path))
        {
            TimeLimit = Timeout.InfiniteTimeSpan,
        };
        var found = QuickCheck.Read(await context.Processes.RunAsync(check, cancellation).ConfigureAwait(false));
        if (found.NotChecked is { } reason && found != QuickCheckResult.NoTool)
            throw Error.BackupNotChecked(Backup, reason);
        if (found.NotChecked is not null)
            context.Reporter.Warning(
                $"The database of the backup {Backup} was not checked, because {found.NotChecked}."
            );
        if (found.Problem is { } problem)
            throw Error.BackupCorrupt(Backup, problem);
    }
}

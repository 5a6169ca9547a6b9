using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Changes;

/// <summary>Carries out plans: all of a plan, or nothing of it. The only one in the module that changes files.</summary>
internal sealed class PlanRunner(IProcessRunner processes, StandardPaths paths, IReporter reporter)
{
    private readonly Stack<(string What, Func<Task> Undo)> undo = new();
    private readonly List<string> aside = [];

    /// <summary>Refuses to write over somebody else's file.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleExists</c>.</exception>
    public static void CheckOwnership(IEnumerable<WriteFile> files, string name)
    {
        foreach (var write in files)
            if (
                Directory.Exists(write.Path)
                || (FileState.Read(write.Path) is { } text && !text.Contains(write.Mark, StringComparison.Ordinal))
            )
                throw Fault.ScheduleExists(write.Path, name);
    }

    /// <summary>Carries out a plan, then the check of its result. On any fault, and on cancellation, all is undone in reverse.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="verify">Throws when the result is not what was wanted; null for no check.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public async Task ApplyAsync(ChangePlan plan, Func<Task>? verify, CancellationToken cancellation)
    {
        try
        {
            foreach (var step in plan.Steps)
            {
                cancellation.ThrowIfCancellationRequested();
                await CarryOutAsync(step, cancellation).ConfigureAwait(false);
            }
            if (verify is not null)
                await verify().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            var left = await UndoAllAsync().ConfigureAwait(false);
            var undone =
                left.Count == 0 ? "All is as it was before." : $"Undoing it failed as well: {string.Join("; ", left)}.";
            if (fault is MempalaceException known)
                throw known.With(undone);
            if (left.Count > 0)
                reporter.Warning(undone);
            throw;
        }
        foreach (var folder in aside)
            DeleteForGood(folder);
    }

    private async Task CarryOutAsync(ChangeStep step, CancellationToken cancellation)
    {
        try
        {
            switch (step)
            {
                case WriteFile write:
                    Write(write);
                    break;
                case MakeFolder folder:
                    MakeFolders(folder.Path);
                    break;
                case CustomStep custom:
                    await DoAsync(custom, cancellation).ConfigureAwait(false);
                    break;
                case DeleteFile delete:
                    Delete(delete);
                    break;
                case SetAsideFile aside:
                    SetAside(aside);
                    break;
                case MoveFile move:
                    Move(move);
                    break;
                case DeleteFolder folder:
                    Delete(folder);
                    break;
                case DeleteEmptyFolder folder:
                    Delete(folder);
                    break;
                case ByProduct file:
                    Expect(file);
                    break;
                case RunCommand run:
                    await RunAsync(run, cancellation).ConfigureAwait(false);
                    break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw step switch
            {
                WriteFile write => Fault.FileFailed("Writing", write.Path, e),
                DeleteFile delete => Fault.FileFailed("Deleting", delete.Path, e),
                MoveFile file => Fault.FileFailed("Moving", file.Path, e),
                SetAsideFile file => Fault.FileFailed("Deleting", file.Path, e),
                DeleteFolder folder => Fault.FileFailed("Deleting", folder.Path, e),
                _ => Fault.FileFailed("The step", step.Description, e),
            };
        }
    }

    private void Write(WriteFile step)
    {
        if (FileState.Holds(step))
            return;
        reporter.Verbose(step.Description);
        var before = FileSnapshot.Take(step.Path);
        if (FileState.Read(step.Path) is { } text && !text.Contains(step.Mark, StringComparison.Ordinal))
            KeepCopy(step.Path, before.Content);
        MakeFolders(Path.GetDirectoryName(step.Path)!);
        OnUndo($"put back {step.Path}", before.Restore);
        FileState.Replace(step.Path, step.Content, step.Mode);
    }

    private async Task DoAsync(CustomStep step, CancellationToken cancellation)
    {
        undo.Push((step.Description, step.UndoAsync)); // before it, for a step that fails half-way has something to take back too
        await step.DoAsync(reporter, cancellation).ConfigureAwait(false);
    }

    private void Delete(DeleteFile step)
    {
        var before = FileSnapshot.Take(step.Path);
        if (before.Content is null && !before.IsLink)
            return;
        if (!(FileState.Read(step.Path) ?? "").Contains(step.Mark, StringComparison.Ordinal))
        {
            reporter.Warning($"'{step.Path}' does not carry our mark and was left alone.");
            return;
        }
        reporter.Verbose(step.Description);
        OnUndo($"put back {step.Path}", before.Restore);
        File.Delete(step.Path);
    }

    private void SetAside(SetAsideFile step)
    {
        var before = FileSnapshot.Take(step.Path);
        if (before.Content is null && !before.IsLink)
            return;
        reporter.Verbose(step.Description);
        if (before.Content is { } content)
            KeepCopy(step.Path, content);
        OnUndo($"put back {step.Path}", before.Restore);
        File.Delete(step.Path);
    }

    private void Move(MoveFile step)
    {
        if (!File.Exists(step.Path) || Path.Exists(step.To))
            return;
        reporter.Verbose(step.Description);
        File.Move(step.Path, step.To);
        OnUndo($"move {step.To} back", () => File.Move(step.To, step.Path));
    }

    private void Delete(DeleteFolder step)
    {
        if (!Directory.Exists(step.Path))
            return;
        reporter.Verbose(step.Description);
        var folder = $"{step.Path}.{Guid.NewGuid():N}.deleted";
        Directory.Move(step.Path, folder); // out of the way now, gone for good when all has worked
        OnUndo($"put back {step.Path}", () => Directory.Move(folder, step.Path));
        aside.Add(folder);
    }

    /// <summary>All has worked by now: what cannot be deleted is no reason to say that it has not.</summary>
    private void DeleteForGood(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reporter.Warning($"'{folder}' could not be deleted and is left over: {e.Message}");
        }
    }

    private void Delete(DeleteEmptyFolder step)
    {
        if (!Directory.Exists(step.Path) || Directory.EnumerateFileSystemEntries(step.Path).Any())
            return;
        var mode = File.GetUnixFileMode(step.Path);
        Directory.Delete(step.Path);
        OnUndo(
            $"restore {step.Path}",
            () =>
            {
                FileState.MakeFolders(step.Path);
                File.SetUnixFileMode(step.Path, mode);
            }
        );
    }

    private void Expect(ByProduct step)
    {
        if (File.Exists(step.Path))
            return;
        var folders = FileState.MissingFolders(Path.GetDirectoryName(step.Path)!);
        OnUndo(
            $"delete {step.Path}",
            () =>
            {
                if (File.Exists(step.Path))
                    File.Delete(step.Path);
                foreach (var folder in folders)
                    FileState.DeleteIfEmpty(folder);
            }
        );
    }

    private async Task RunAsync(RunCommand step, CancellationToken cancellation)
    {
        // Before the command, for one that fails half-way has something to take back too.
        if (step.Undo is { } undoCommand)
            undo.Push(($"run {undoCommand}", () => UndoAsync(undoCommand, step.WayOut)));
        if (step.Command is not { } command)
            return;
        reporter.Verbose(step.Description);
        var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
        if (result.ExitCode == 0 || step.MayFail)
            return;
        if (step.Failure is not { } failure)
            throw Fault.SchedulerCommandFailed(command, result, step.WayOut);
        if (step.Undo is not null)
            undo.Pop();
        throw failure(result);
    }

    private async Task UndoAsync(ProcessCommand command, string wayOut)
    {
        var result = await processes.RunAsync(command, CancellationToken.None).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw Fault.SchedulerCommandFailed(command, result, wayOut);
    }

    private void KeepCopy(string path, ReadOnlySpan<byte> content)
    {
        MakeFolders(paths.Backups);
        var name = $"{DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'Z'}-{Path.GetFileName(path)}";
        var copy = Path.Combine(paths.Backups, name);
        for (var number = 2; File.Exists(copy); number++)
            copy = Path.Combine(paths.Backups, $"{name}.{number}"); // override.conf is a name of many files
        OnUndo($"delete {copy}", FileSnapshot.Take(copy).Restore);
        FileState.Replace(copy, content, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        reporter.Verbose($"what was in {path} is kept as {copy}");
    }

    private void MakeFolders(string folder) =>
        FileState.MakeFolders(folder, made => OnUndo($"delete the folder {made}", () => FileState.DeleteIfEmpty(made)));

    private void OnUndo(string what, Action action) =>
        undo.Push(
            (
                what,
                () =>
                {
                    action();
                    return Task.CompletedTask;
                }
            )
        );

    private async Task<List<string>> UndoAllAsync()
    {
        var failed = new List<string>();
        while (undo.TryPop(out var step))
        {
            reporter.Verbose($"undo: {step.What}");
            try
            {
                await step.Undo().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // whatever one step meets, the others are to be taken back too
            catch (Exception e)
            {
                failed.Add($"{step.What}: {e.Message.TrimEnd('.')}");
            }
#pragma warning restore CA1031
        }
        return failed;
    }
}

using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Processes;

namespace MempalaceSched.Changes;

/// <summary>Carries out plans: all of a plan, or nothing of it. The only one in the module that changes files.</summary>
internal sealed class PlanRunner(IProcessRunner processes, StandardPaths paths, IReporter reporter)
{
    private readonly Stack<(string What, Func<Task> Undo)> undo = new();
    private readonly List<Action> atEnd = [];

    /// <summary>Refuses a plan that would write over somebody else's file.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleExists</c>.</exception>
    public static void CheckOwnership(ChangePlan plan, string name)
    {
        foreach (var write in plan.Steps.OfType<WriteFile>())
            if (Directory.Exists(write.Path) || (FileState.Read(write.Path) is { } text && !text.Contains(write.Mark, StringComparison.Ordinal)))
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
            if (verify is not null) await verify().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            var left = await UndoAllAsync().ConfigureAwait(false);
            if (fault is MempalaceException known)
                throw known.With(left.Count == 0 ? "All is as it was before." : $"Undoing it failed as well: {string.Join("; ", left)}.");
            throw;
        }
        foreach (var action in atEnd) action();
    }

    private async Task CarryOutAsync(ChangeStep step, CancellationToken cancellation)
    {
        try
        {
            switch (step)
            {
                case WriteFile write: Write(write); break;
                case DeleteFile delete: Delete(delete); break;
                case DeleteFolder folder: Delete(folder); break;
                case RunCommand run: await RunAsync(run, cancellation).ConfigureAwait(false); break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault.FileFailed("To", step.Description, e);
        }
    }

    private void Write(WriteFile step)
    {
        if (FileState.Holds(step)) return;
        reporter.Verbose(step.Description);
        var folder = Path.GetDirectoryName(step.Path)!;
        foreach (var made in FileState.MakeFolders(folder).Reverse()) OnUndo($"delete the folder {made}", () => FileState.DeleteIfEmpty(made));

        if (FileState.Read(step.Path) is { } before)
        {
            var mode = File.GetUnixFileMode(step.Path);
            if (!before.Contains(step.Mark, StringComparison.Ordinal)) KeepCopy(step.Path, before);
            OnUndo($"restore {step.Path}", () => FileState.Replace(step.Path, before, mode));
        }
        else
        {
            OnUndo($"delete {step.Path}", () => File.Delete(step.Path));
        }
        FileState.Replace(step.Path, step.Content, step.Mode);
    }

    private void Delete(DeleteFile step)
    {
        if (FileState.Read(step.Path) is not { } before) return;
        if (!before.Contains(step.Mark, StringComparison.Ordinal))
        {
            reporter.Warning($"'{step.Path}' does not carry our mark and was left alone.");
            return;
        }
        reporter.Verbose(step.Description);
        var mode = File.GetUnixFileMode(step.Path);
        OnUndo($"restore {step.Path}", () =>
        {
            FileState.MakeFolders(Path.GetDirectoryName(step.Path)!);
            FileState.Replace(step.Path, before, mode);
        });
        File.Delete(step.Path);
    }

    private void Delete(DeleteFolder step)
    {
        if (!Directory.Exists(step.Path)) return;
        reporter.Verbose(step.Description);
        var aside = $"{step.Path}.{Guid.NewGuid():N}.deleted";
        Directory.Move(step.Path, aside); // out of the way now, gone for good when all has worked
        OnUndo($"restore {step.Path}", () => Directory.Move(aside, step.Path));
        atEnd.Add(() => Directory.Delete(aside, recursive: true));
    }

    private async Task RunAsync(RunCommand step, CancellationToken cancellation)
    {
        // Before the command, for one that fails half-way has something to take back too.
        if (step.Undo is { } undoCommand)
            undo.Push(($"run {undoCommand}", () => processes.RunAsync(undoCommand, CancellationToken.None)));
        if (step.Command is not { } command) return;
        reporter.Verbose(step.Description);
        var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
        if (result.ExitCode != 0 && !step.MayFail) throw Fault.SchedulerCommandFailed(command, result, step.WayOut);
    }

    private void KeepCopy(string path, string text)
    {
        FileState.MakeFolders(paths.Backups);
        var copy = Path.Combine(paths.Backups, $"{DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'Z'}-{Path.GetFileName(path)}");
        FileState.Replace(copy, text, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        reporter.Verbose($"what was in {path} is kept as {copy}");
    }

    private void OnUndo(string what, Action action) => undo.Push((what, () =>
    {
        action();
        return Task.CompletedTask;
    }));

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
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or MempalaceException)
            {
                failed.Add($"{step.What}: {e.Message}");
            }
        }
        return failed;
    }
}

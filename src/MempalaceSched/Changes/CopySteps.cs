using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Changes;

/// <summary>
/// Copies a folder with everything in it to a path that does not exist yet. Files share their blocks with the originals
/// where the file system supports it.
/// </summary>
/// <param name="From">The path of the folder.</param>
/// <param name="To">The path of the copy.</param>
internal sealed record CopyFolder(string From, string To) : ChangeStep
{
    /// <summary>The plain copy at the end is for file systems and versions of cp that cannot share blocks.</summary>
    private const string Script = """
        case $(uname) in Darwin) share=-c ;; *) share=--reflink=auto ;; esac
        cp -RPp "$share" "$1" "$2" 2>/dev/null || { rm -rf "$2"; cp -RPp "$1" "$2" || exit; }
        sync -f "$2" 2>/dev/null || sync
        """;

    public override string Description => $"copy the folder {From} to {To}";

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>([new DeleteCopy(To)]);

    public override async Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        context.Reporter.Verbose(Description);
        var copy = new ProcessCommand("/bin/sh", "-c", Script, "sh", From, To) { TimeLimit = Timeout.InfiniteTimeSpan };
        var result = await context.Processes.RunAsync(copy, cancellation).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw Error.FileFailed("Copying", From, new IOException(result.ErrorText));
    }
}

/// <summary>Deletes a copy that a change made.</summary>
/// <param name="Path">The path of the copy. Before the change, nothing was there.</param>
internal sealed record DeleteCopy(string Path) : UndoStep
{
    public override string Description => $"delete {Path}";

    public override Task UndoAsync(ChangeContext context)
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        return Task.CompletedTask;
    }
}

/// <summary>Gives a folder another path on the same disk.</summary>
/// <param name="From">The path of the folder.</param>
/// <param name="To">The new path. Nothing is there.</param>
internal sealed record MoveFolder(string From, string To) : ChangeStep
{
    public override string Description => $"move the folder {From} to {To}";

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>([new MoveFolderBack(From, To)]);

    public override Task ApplyAsync(ChangeContext context, IReadOnlyList<UndoStep> undo, CancellationToken cancellation)
    {
        context.Reporter.Verbose(Description);
        Directory.Move(From, To);
        return Task.CompletedTask;
    }
}

/// <summary>Moves a folder back to the path that it had before the change.</summary>
/// <param name="Path">The path before the change.</param>
/// <param name="Moved">The path after the change.</param>
internal sealed record MoveFolderBack(string Path, string Moved) : UndoStep
{
    public override string Description => $"move {Moved} back to {Path}";

    public override Task UndoAsync(ChangeContext context)
    {
        if (!Directory.Exists(Moved))
            return Task.CompletedTask;
        if (System.IO.Path.Exists(Path))
            throw Error.FolderNotMovedBack(Path, Moved, $"something else is at '{Path}'");
        Directory.Move(Moved, Path);
        return Task.CompletedTask;
    }
}

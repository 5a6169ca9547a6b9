using MempalaceSched.Errors;

namespace MempalaceSched.Changes;

/// <summary>
/// Puts a copy in the place of a folder, and keeps that folder under another path. All three paths are on one file
/// system. Where the system can exchange folders, there is a folder at the path at all times, even if this process is
/// killed.
/// </summary>
/// <remarks>
/// After a kill, the path of the copy never contains the previous folder, so what is there can be deleted. The path of
/// the previous folder contains either that folder, or the copy that was about to take its place.
/// </remarks>
/// <param name="Copy">The path of the complete copy.</param>
/// <param name="Path">The path of the folder to replace.</param>
/// <param name="Previous">Where that folder will be. Nothing is there.</param>
internal sealed record ReplaceFolder(string Copy, string Path, string Previous) : ChangeStep
{
    /// <summary>FAT stores only even seconds, and other file systems only seconds.</summary>
    private static readonly TimeSpan MarkPrecision = TimeSpan.FromSeconds(2);

    public override string Description => $"move the folder {Path} to {Previous}, and {Copy} to {Path}";

    /// <summary>
    /// An exchange does not change which paths exist. The undo needs to know which folder is the copy, so the copy gets
    /// a time that the folder does not have.
    /// </summary>
    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation)
    {
        var now = context.Started.UtcDateTime;
        var mark = now.AddTicks(-(now.Ticks % MarkPrecision.Ticks));
        while (mark == Directory.GetLastWriteTimeUtc(Path))
            mark += MarkPrecision;
        return Task.FromResult<IReadOnlyList<UndoStep>>([new ReplaceFolderBack(Copy, Path, Previous, mark)]);
    }

    public override Task ApplyAsync(ChangeContext context, IReadOnlyList<UndoStep> undo, CancellationToken cancellation)
    {
        context.Reporter.Verbose(Description);
        Directory.SetLastWriteTimeUtc(Copy, ((ReplaceFolderBack)undo[0]).Mark);
        Directory.Move(Copy, Previous);
        if (context.TryExchange(Previous, Path))
            return Task.CompletedTask;
        Directory.Move(Previous, Copy);
        Directory.Move(Path, Previous);
        Directory.Move(Copy, Path);
        return Task.CompletedTask;
    }
}

/// <summary>Puts a replaced folder back, and the copy that replaced it back to its own path.</summary>
/// <param name="Copy">The path of the copy before the change.</param>
/// <param name="Path">The path of the folder before the change.</param>
/// <param name="Previous">The path of the folder after the change.</param>
/// <param name="Mark">The time of the last write by which the copy is recognized, in UTC.</param>
internal sealed record ReplaceFolderBack(string Copy, string Path, string Previous, DateTime Mark) : UndoStep
{
    public override string Description => $"move {Previous} back to {Path}";

    public override Task UndoAsync(ChangeContext context)
    {
        if (!Directory.Exists(Previous))
        {
            if (IsCopy(Path) && !Directory.Exists(Copy))
                throw Error.FolderNotMovedBack(Path, Previous, "it no longer exists");
        }
        else if (IsCopy(Previous))
            Directory.Move(Previous, Copy);
        else if (IsCopy(Path) && context.TryExchange(Previous, Path))
            Directory.Move(Previous, Copy);
        else
        {
            if (IsCopy(Path))
                Directory.Move(Path, Copy);
            if (System.IO.Path.Exists(Path))
                throw Error.FolderNotMovedBack(Path, Previous, $"something else is at '{Path}'");
            Directory.Move(Previous, Path);
        }
        return Task.CompletedTask;
    }

    private bool IsCopy(string path) => Directory.Exists(path) && Directory.GetLastWriteTimeUtc(path) == Mark;
}

using MempalaceSched.Errors;

namespace MempalaceSched.Changes;

/// <summary>Makes a folder and its parents.</summary>
/// <param name="Path">Its path.</param>
internal sealed record MakeFolder(string Path) : ChangeStep
{
    public override string Description => $"make the folder {Path}";

    public override Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult(Directory.Exists(Path) ? "" : Description);

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>(
            FileState.MissingFolders(Path) is { Count: > 0 } missing ? [new DeleteMadeFolders(missing)] : []
        );

    public override Task ApplyAsync(ChangeContext context, IReadOnlyList<UndoStep> undo, CancellationToken cancellation)
    {
        FileState.MakeFolders(Path);
        return Task.CompletedTask;
    }
}

/// <summary>Deletes a folder with everything in it.</summary>
/// <param name="Path">Its path.</param>
internal sealed record DeleteFolder(string Path) : ChangeStep
{
    /// <summary>Where the folder is kept until the whole plan has succeeded.</summary>
    public string Aside { get; init; } = $"{Path}.{Guid.NewGuid():N}.deleted";

    public override string Description => $"delete the folder {Path}";

    public override Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult(Directory.Exists(Path) ? Description : "");

    /// <summary>Even if the folder does not exist yet, a step before this one may make it.</summary>
    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>([new RestoreFolder(Path, Aside)]);

    public override Task ApplyAsync(ChangeContext context, IReadOnlyList<UndoStep> undo, CancellationToken cancellation)
    {
        if (!Directory.Exists(Path))
            return Task.CompletedTask;
        context.Reporter.Verbose(Description);
        try
        {
            Directory.Move(Path, Aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed("Deleting", Path, e);
        }
        return Task.CompletedTask;
    }

    public override Task FinishAsync(ChangeContext context)
    {
        try
        {
            if (Directory.Exists(Aside))
                Directory.Delete(Aside, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The plan has succeeded, so this is not a reason to report a failure.
            context.Reporter.Warning($"'{Aside}' could not be deleted: {e.Message} Delete it by hand.");
        }
        return Task.CompletedTask;
    }
}

/// <summary>Deletes a folder if it is empty.</summary>
/// <param name="Path">Its path.</param>
internal sealed record DeleteEmptyFolder(string Path) : ChangeStep
{
    public override string Description => $"delete the folder {Path} if it is empty";

    /// <summary>Whether the folder will be empty depends on the other steps, so a preview cannot show it.</summary>
    public override Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult("");

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>(
            Directory.Exists(Path) ? [new RestoreEmptyFolder(Path, File.GetUnixFileMode(Path))] : []
        );

    public override Task ApplyAsync(ChangeContext context, IReadOnlyList<UndoStep> undo, CancellationToken cancellation)
    {
        FileState.DeleteIfEmpty(Path);
        return Task.CompletedTask;
    }
}

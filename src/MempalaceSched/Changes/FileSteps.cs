using System.Security.Cryptography;
using System.Text;
using MempalaceSched.Errors;

namespace MempalaceSched.Changes;

/// <summary>How a preview shows a file.</summary>
internal enum FilePreview
{
    /// <summary>As a unified diff; a new file with all its lines.</summary>
    Diff,

    /// <summary>A file that exists as a unified diff, a new file by its name only.</summary>
    Changes,

    /// <summary>One line with the size: for a program that is the same for everybody.</summary>
    Size,
}

/// <summary>A change of one file. Errors of the file system name the file and what was being done to it.</summary>
/// <param name="Path">The path of the file.</param>
internal abstract record FileStep(string Path) : ChangeStep
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What the step does, as the first word of an error message.</summary>
    protected abstract string Activity { get; }

    public sealed override Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult(Preview());

    public sealed override Task<IReadOnlyList<UndoStep>> CaptureAsync(
        ChangeContext context,
        CancellationToken cancellation
    )
    {
        try
        {
            return Task.FromResult(Capture(context));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed("Reading", Path, e);
        }
    }

    public sealed override Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        try
        {
            Apply(context);
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed(Activity, Path, e);
        }
    }

    protected abstract string Preview();

    protected abstract IReadOnlyList<UndoStep> Capture(ChangeContext context);

    protected abstract void Apply(ChangeContext context);

    /// <summary>
    /// The undo of a change of which <see cref="KeepCopy"/> may make a backup copy. Whether it will is unknown yet,
    /// because earlier steps of the plan may change the file.
    /// </summary>
    protected UndoStep WithCopy(RestoreFile file, ChangeContext context) =>
        new RestoreFromCopy(
            file,
            new RestoreFile(FileSnapshot.Take(CopyPath(context)), null, FileState.MissingFolders(context.Paths.Backups))
        );

    /// <summary>Keeps a copy of a file that is not ours before it is replaced or deleted.</summary>
    protected void KeepCopy(ChangeContext context, byte[] content)
    {
        var copy = CopyPath(context);
        FileState.MakeFolders(context.Paths.Backups);
        FileState.Replace(copy, content, Private);
        context.Reporter.Verbose($"a copy of {Path} was saved as {copy}");
    }

    /// <summary>
    /// The hash keeps apart files of the same name, such as the drop-in override.conf of several units.
    /// </summary>
    private string CopyPath(ChangeContext context)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..8].ToLowerInvariant();
        var extension = System.IO.Path.GetExtension(Path);
        var name = System.IO.Path.GetFileNameWithoutExtension(Path);
        return System.IO.Path.Combine(
            context.Paths.Backups,
            $"{context.Started:yyyyMMdd'T'HHmmss'.'fff'Z'}-{name}-{hash}{extension}"
        );
    }
}

/// <summary>Writes a file.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Content">All of its text.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Mark">The text that a file of ours contains. A file without it is kept as a backup copy.</param>
internal sealed record WriteFile(string Path, string Content, UnixFileMode Mode, string Mark) : FileStep(Path)
{
    /// <summary>How a preview shows the file.</summary>
    public FilePreview PreviewStyle { get; init; }

    /// <summary>Whether all schedules share the file, so that it says nothing about one of them.</summary>
    public bool IsShared => PreviewStyle == FilePreview.Size;

    public override string Description => $"write {Path}";

    protected override string Activity => "Writing";

    protected override string Preview()
    {
        if (FileState.Holds(this))
            return "";
        if (PreviewStyle == FilePreview.Size)
            return $"{Description} ({FileState.Encode(Content).Length:N0} bytes)";
        var before = FileState.Read(Path);
        return before is null && PreviewStyle == FilePreview.Changes
            ? Description
            : $"{Description}\n{UnifiedDiff.For(Path, before, Content)}";
    }

    protected override IReadOnlyList<UndoStep> Capture(ChangeContext context)
    {
        if (FileState.Holds(this))
            return [];
        return
        [
            WithCopy(
                new RestoreFile(
                    FileSnapshot.Take(Path),
                    FileState.Encode(Content),
                    FileState.MissingFolders(System.IO.Path.GetDirectoryName(Path)!)
                ),
                context
            ),
        ];
    }

    protected override void Apply(ChangeContext context)
    {
        if (FileState.Holds(this))
            return;
        context.Reporter.Verbose(Description);
        var before = FileState.Bytes(Path);
        if (IsForeign(before))
            KeepCopy(context, before!);
        FileState.MakeFolders(System.IO.Path.GetDirectoryName(Path)!);
        FileState.Replace(Path, Content, Mode);
    }

    private bool IsForeign(byte[]? content) =>
        content is not null && !Encoding.UTF8.GetString(content).Contains(Mark, StringComparison.Ordinal);
}

/// <summary>Deletes a file of ours, if it exists.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Mark">The text that a file of ours contains; empty when its place alone shows that it is ours.</param>
internal sealed record DeleteFile(string Path, string Mark) : FileStep(Path)
{
    public override string Description => $"delete {Path}";

    protected override string Activity => "Deleting";

    protected override string Preview() => File.Exists(Path) ? Description : "";

    protected override IReadOnlyList<UndoStep> Capture(ChangeContext context) =>
        FileSnapshot.Take(Path) is { IsMissing: false } before ? [new RestoreFile(before, null, [])] : [];

    protected override void Apply(ChangeContext context)
    {
        if (FileSnapshot.Take(Path).IsMissing)
            return;
        if (!(FileState.Read(Path) ?? "").Contains(Mark, StringComparison.Ordinal))
        {
            context.Reporter.Warning($"'{Path}' was not deleted because it does not carry the mark of this module.");
            return;
        }
        context.Reporter.Verbose(Description);
        File.Delete(Path);
    }
}

/// <summary>Deletes a file that is not ours, and keeps a backup copy of it.</summary>
/// <param name="Path">Its path.</param>
internal sealed record SetAsideFile(string Path) : FileStep(Path)
{
    public override string Description => $"delete {Path} (a copy is kept)";

    protected override string Activity => "Deleting";

    protected override string Preview() =>
        System.IO.Path.Exists(Path) ? $"{Description}\n{UnifiedDiff.For(Path, FileState.Read(Path), "")}" : "";

    protected override IReadOnlyList<UndoStep> Capture(ChangeContext context) =>
        [WithCopy(new RestoreFile(FileSnapshot.Take(Path), null, []), context)];

    protected override void Apply(ChangeContext context)
    {
        var before = FileSnapshot.Take(Path);
        if (before.IsMissing)
            return;
        context.Reporter.Verbose(Description);
        if (before.Content is { } content)
            KeepCopy(context, content);
        File.Delete(Path);
    }
}

/// <summary>Renames a file, with its time, unless the new name is taken.</summary>
/// <param name="Path">Its path.</param>
/// <param name="To">Its new path.</param>
internal sealed record MoveFile(string Path, string To) : FileStep(Path)
{
    public override string Description => $"move {Path} to {To}";

    protected override string Activity => "Moving";

    private bool IsNeeded => File.Exists(Path) && !System.IO.Path.Exists(To);

    protected override string Preview() => IsNeeded ? Description : "";

    /// <summary>
    /// Each file is restored by itself, so it does not matter what other steps of the plan do to them. An earlier step
    /// may write the file before it is moved, so the file at the target is deleted whatever it contains.
    /// </summary>
    protected override IReadOnlyList<UndoStep> Capture(ChangeContext context)
    {
        var (source, target) = (FileSnapshot.Take(Path), FileSnapshot.Take(To));
        var undo = new List<UndoStep>();
        if (!source.IsMissing)
            undo.Add(new RestoreFile(source, null, []));
        if (target.IsMissing)
            undo.Add(new RestoreFile(target, null, []));
        return undo;
    }

    protected override void Apply(ChangeContext context)
    {
        if (!IsNeeded)
            return;
        context.Reporter.Verbose(Description);
        File.Move(Path, To);
    }
}

/// <summary>A file that a later command creates by itself. If it did not exist before, the undo deletes it.</summary>
/// <param name="Path">Its path.</param>
internal sealed record ByProduct(string Path) : FileStep(Path)
{
    public override string Description => $"(undo: delete {Path})";

    protected override string Activity => "Reading";

    protected override string Preview() => "";

    protected override IReadOnlyList<UndoStep> Capture(ChangeContext context) =>
        FileSnapshot.Take(Path) is { IsMissing: true } before
            ? [new RestoreFile(before, null, FileState.MissingFolders(System.IO.Path.GetDirectoryName(Path)!))]
            : [];

    protected override void Apply(ChangeContext context) { }
}

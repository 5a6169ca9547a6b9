namespace MempalaceSched.Changes;

/// <summary>What is at a path: nothing, a link, or a file with its bytes, mode and time.</summary>
/// <param name="Path">The path.</param>
/// <param name="LinkTarget">The target of the link; null when the path is not a link.</param>
/// <param name="Content">
/// The bytes of the file; for a link, those of the file it leads to; null when there is none.
/// </param>
/// <param name="Mode">The permissions of the file.</param>
/// <param name="Written">When the file was last written, in UTC.</param>
internal sealed record FileSnapshot(
    string Path,
    string? LinkTarget,
    byte[]? Content,
    UnixFileMode Mode,
    DateTime Written
)
{
    /// <summary>Whether there is neither a file nor a link at the path.</summary>
    public bool IsMissing => LinkTarget is null && Content is null;

    /// <summary>Reads what is at a path.</summary>
    public static FileSnapshot Take(string path)
    {
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
            return new FileSnapshot(path, null, null, default, default);
        var content = FileState.Bytes(path);
        var target = new FileInfo(path).LinkTarget;
        return content is null
            ? new FileSnapshot(path, target, null, default, default)
            : new FileSnapshot(path, target, content, File.GetUnixFileMode(path), File.GetLastWriteTimeUtc(path));
    }

    /// <summary>Whether two snapshots show the same thing, whatever their times.</summary>
    public bool IsSameAs(FileSnapshot other) =>
        LinkTarget is not null || other.LinkTarget is not null
            ? LinkTarget == other.LinkTarget
            : HasContent(other.Content) && Mode == other.Mode;

    /// <summary>Whether the content is exactly these bytes, or both are missing.</summary>
    public bool HasContent(byte[]? bytes) =>
        Content is null || bytes is null ? Content is null && bytes is null : Content.AsSpan().SequenceEqual(bytes);
}

/// <summary>Puts a file back as it was: its absence, its link, or its bytes, mode and time.</summary>
/// <param name="Original">The file before the change.</param>
/// <param name="Replacement">
/// The bytes that the change writes. A file with other bytes was written by another program later and is left alone.
/// Null for a change that deletes the file.
/// </param>
/// <param name="MadeFolders">Folders that the change makes for the file, the innermost first.</param>
internal sealed record RestoreFile(FileSnapshot Original, byte[]? Replacement, IReadOnlyList<string> MadeFolders)
    : UndoStep
{
    public override string Description => $"restore {Original.Path}";

    public override Task UndoAsync(ChangeContext context)
    {
        var now = FileSnapshot.Take(Original.Path);
        if (!now.IsSameAs(Original) && (now.IsMissing || Replacement is null || now.HasContent(Replacement)))
            Restore();
        foreach (var folder in MadeFolders)
            FileState.DeleteIfEmpty(folder);
        return Task.CompletedTask;
    }

    private void Restore()
    {
        var (path, folder) = (Original.Path, Path.GetDirectoryName(Original.Path)!);
        if (Original.IsMissing)
        {
            File.Delete(path);
            return;
        }
        FileState.MakeFolders(folder);
        if (Original.LinkTarget is { } target)
        {
            File.Delete(path);
            File.CreateSymbolicLink(path, target);
            return;
        }
        FileState.Replace(path, Original.Content, Original.Mode);
        // The time of a stamp decides which runs count as missed.
        File.SetLastWriteTimeUtc(path, Original.Written);
    }
}

/// <summary>
/// Puts a file of another program back, and then deletes the backup copy of it. If the file cannot be put back, the
/// copy stays.
/// </summary>
/// <param name="File">Restores the file.</param>
/// <param name="Copy">Deletes the copy.</param>
internal sealed record RestoreFromCopy(RestoreFile File, RestoreFile Copy) : UndoStep
{
    public override string Description => File.Description;

    public override async Task UndoAsync(ChangeContext context)
    {
        await File.UndoAsync(context).ConfigureAwait(false);
        await Copy.UndoAsync(context).ConfigureAwait(false);
    }
}

/// <summary>Moves a folder back that was moved aside to be deleted.</summary>
/// <param name="Path">The path of the folder.</param>
/// <param name="Aside">Where it was moved.</param>
internal sealed record RestoreFolder(string Path, string Aside) : UndoStep
{
    public override string Description => $"restore {Path}";

    public override Task UndoAsync(ChangeContext context)
    {
        if (Directory.Exists(Aside))
            MoveInto(Aside, Path);
        return Task.CompletedTask;
    }

    /// <summary>
    /// A later step of the same plan may have made the folder again, so its entries are moved one by one.
    /// </summary>
    private static void MoveInto(string from, string to)
    {
        if (!Directory.Exists(to))
        {
            FileState.MakeFolders(System.IO.Path.GetDirectoryName(to)!);
            Directory.Move(from, to);
            return;
        }
        foreach (var folder in new DirectoryInfo(from).GetDirectories().Where(folder => folder.LinkTarget is null))
            MoveInto(folder.FullName, System.IO.Path.Combine(to, folder.Name));
        foreach (var entry in Directory.GetFileSystemEntries(from))
            File.Move(entry, System.IO.Path.Combine(to, System.IO.Path.GetFileName(entry)), overwrite: true);
        File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        Directory.Delete(from);
    }
}

/// <summary>Makes a folder again that was deleted because it was empty.</summary>
/// <param name="Path">The path of the folder.</param>
/// <param name="Mode">Its permissions.</param>
internal sealed record RestoreEmptyFolder(string Path, UnixFileMode Mode) : UndoStep
{
    public override string Description => $"restore {Path}";

    public override Task UndoAsync(ChangeContext context)
    {
        FileState.MakeFolders(Path);
        File.SetUnixFileMode(Path, Mode);
        return Task.CompletedTask;
    }
}

/// <summary>Deletes folders that a change made, if nothing is left in them.</summary>
/// <param name="Folders">The folders, the innermost first.</param>
internal sealed record DeleteMadeFolders(IReadOnlyList<string> Folders) : UndoStep
{
    public override string Description => $"delete {string.Join(", ", Folders)} if empty";

    public override Task UndoAsync(ChangeContext context)
    {
        foreach (var folder in Folders)
            FileState.DeleteIfEmpty(folder);
        return Task.CompletedTask;
    }
}

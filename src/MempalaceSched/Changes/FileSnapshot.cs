namespace MempalaceSched.Changes;

/// <summary>What stands at a path: nothing, a link, or a file with its bytes, mode and time. Enough to put it back exactly.</summary>
internal sealed class FileSnapshot
{
    private readonly string path;
    private readonly string? linkTarget;
    private readonly UnixFileMode mode;
    private readonly DateTime written;

    private FileSnapshot(string path)
    {
        this.path = path;
        linkTarget = new FileInfo(path).LinkTarget;
        Content = FileState.Bytes(path);
        if (Content is null)
            return;
        mode = File.GetUnixFileMode(path);
        written = File.GetLastWriteTimeUtc(path);
    }

    /// <summary>Whether there is a link, wherever it leads.</summary>
    public bool IsLink => linkTarget is not null;

    /// <summary>The bytes of the file, through a link if it is one; null when there is no file.</summary>
    public byte[]? Content { get; }

    public static FileSnapshot Take(string path) => new(path);

    /// <summary>Puts back what was there.</summary>
    public void Restore()
    {
        if (linkTarget is null && Content is not null)
        {
            if (
                FileState.Bytes(path) is { } now
                && now.AsSpan().SequenceEqual(Content)
                && File.GetUnixFileMode(path) == mode
            )
                return; // it was never changed
            FileState.MakeFolders(Path.GetDirectoryName(path)!);
            FileState.Replace(path, Content, mode);
            File.SetLastWriteTimeUtc(path, written); // what was missed is reckoned from it
            return;
        }
        if (linkTarget is not null)
            FileState.MakeFolders(Path.GetDirectoryName(path)!);
        else if (!Directory.Exists(Path.GetDirectoryName(path)))
            return;
        File.Delete(path);
        if (linkTarget is not null)
            File.CreateSymbolicLink(path, linkTarget);
    }
}

using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>
/// The folders that a restore makes beside a palace. The names tell what may be deleted, even after a restore was
/// killed: the copy in <c>PALACE.restoring-TIME</c> is always a copy of a backup, and never a previous palace.
/// </summary>
/// <param name="Unfinished">Copies of backups that did not become the palace. Nobody needs them.</param>
/// <param name="Previous">
/// The palaces from before the restores. Only the user knows whether they are still needed. If a restore was killed,
/// one can be the copy that was about to replace the palace.
/// </param>
internal sealed record RestoreFolders(IReadOnlyList<string> Unfinished, IReadOnlyList<string> Previous)
{
    private const string CopyMark = ".restoring-",
        PreviousMark = ".before-restore-";

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All => [.. Unfinished, .. Previous];

    /// <summary>
    /// The folders of a restore that was killed between its two moves, where the system cannot exchange folders. The
    /// previous one is then the only original, even if a later run has made a new palace in the meantime.
    /// </summary>
    public (string Copy, string Previous)? Interrupted =>
        (
            from copy in Unfinished
            let previous = Previous.FirstOrDefault(each => TimeOf(each, PreviousMark) == TimeOf(copy, CopyMark))
            where previous is not null
            select ((string, string)?)(copy, previous)
        ).LastOrDefault();

    /// <summary>Where a restore prepares the copy.</summary>
    /// <param name="palace">The path of the palace, without links.</param>
    /// <param name="time">The time of the restore.</param>
    public static string CopyAt(string palace, string time) => palace + CopyMark + time;

    /// <summary>Where a restore keeps the previous palace.</summary>
    /// <inheritdoc cref="CopyAt"/>
    public static string PreviousAt(string palace, string time) => palace + PreviousMark + time;

    /// <summary>What earlier restores of a palace left.</summary>
    public static RestoreFolders Of(string palace)
    {
        var real = RealPath.Of(palace);
        return new(Find(real + CopyMark), Find(real + PreviousMark));
    }

    private static string TimeOf(string folder, string mark) =>
        folder[(folder.LastIndexOf(mark, StringComparison.Ordinal) + mark.Length)..];

    private static List<string> Find(string start)
    {
        var folder = Path.GetDirectoryName(start)!;
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true })
                    .Where(path => path.StartsWith(start, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }
}

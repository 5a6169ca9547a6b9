using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>A backup of a palace that the launcher made before a run.</summary>
/// <param name="Folder">The folder of the backup.</param>
/// <param name="Created">When the backup was made.</param>
/// <param name="Size">The size of the palace at that time, in bytes.</param>
/// <param name="IsVerified">Whether SQLite checked the copy.</param>
internal sealed record PalaceBackup(string Folder, DateTimeOffset Created, long Size, bool IsVerified)
{
    /// <summary>The name of the backup, which is the time when it was made.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>The copy of the palace.</summary>
    public string Palace => Path.Combine(Folder, "palace");
}

/// <summary>Finds the backups of palaces, and the files that they depend on.</summary>
internal static partial class PalaceBackups
{
    /// <summary>The file with the database in a palace.</summary>
    public const string Database = "chroma.sqlite3";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>
    /// The folder with the backups of a palace. It is beside the palace itself, not beside a link to it.
    /// </summary>
    public static string FolderOf(string palace) => RealPath.Of(palace) + ".backups";

    /// <summary>The name that a backup has if it is made at this time.</summary>
    public static string NameAt(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>
    /// The complete backups of a palace, the newest first. Other folders are not backups. Those of a later time come
    /// last, because they were made while the clock was wrong.
    /// </summary>
    public static IReadOnlyList<PalaceBackup> Read(string palace)
    {
        var (folder, now) = (FolderOf(palace), NameAt(DateTimeOffset.UtcNow));
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true })
                    .Where(path => BackupName().IsMatch(Path.GetFileName(path)))
                    .OrderBy(path => string.CompareOrdinal(Path.GetFileName(path), now) > 0)
                    .ThenByDescending(Path.GetFileName, StringComparer.Ordinal)
                    .Select(ReadOne)
                    .OfType<PalaceBackup>(),
            ]
            : [];
    }

    /// <summary>The lock that mempalace holds while it writes to a palace.</summary>
    /// <param name="home">The home folder of the user.</param>
    /// <param name="palace">The path of the palace, which can contain links.</param>
    public static string MempalaceLock(string home, string palace)
    {
        var own = PalaceLocation.LockName(RealPath.Of(palace)); // has the same hash
        return Path.Combine(home, ".mempalace", "locks", "mine_" + own.Replace('-', '_'));
    }

    private static PalaceBackup? ReadOne(string folder)
    {
        try
        {
            using var mark = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "backup.json")));
            var root = mark.RootElement;
            var created = DateTimeOffset.ParseExact(
                Path.GetFileName(folder),
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            );
            return root.GetProperty("mark").GetString() == "mempalace-sched"
                ? new PalaceBackup(
                    folder,
                    created,
                    root.GetProperty("size").GetInt64(),
                    root.GetProperty("verified").GetBoolean()
                )
                : null;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
            )
        {
            return null; // not a backup of this module
        }
    }

    [GeneratedRegex(@"\A[0-9]{8}T[0-9]{6}Z\z", RegexOptions.CultureInvariant)]
    private static partial Regex BackupName();
}

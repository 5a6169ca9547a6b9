using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Health;

/// <summary>
/// Whether the palace has backups, whether they can be read, whether the last run made one, whether the disk has room
/// for the next one, and what earlier restores left.
/// </summary>
internal sealed class BackupCheck : IHostCheck
{
    /// <summary>A check of a large database can take minutes. Users wait for this one.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(1);

    /// <summary>The first bytes of every SQLite database.</summary>
    private static ReadOnlySpan<byte> DatabaseHeader => "SQLite format 3\0"u8;

    public string Name => "backups";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var palace = subject.Definition.Palace;
        var left = RestoreFolders.Of(palace);
        return RestoreLeftovers.AddTo(
            await JudgeAsync(subject, cancellation).ConfigureAwait(false),
            (subject.Name, palace, Directory.Exists(palace)),
            left,
            folder => DiskCheck.SizeOf(folder, cancellation)
        );
    }

    /// <summary>
    /// The folder whose disk has the backups. They are beside the palace, so they are on another disk if the palace
    /// itself is where a disk is mounted.
    /// </summary>
    internal static string FolderOfDisk(string palace) => CheckSubject.NearestFolder(PalaceBackups.FolderOf(palace));

    /// <summary>What the backups and the disk mean.</summary>
    internal static Verdict Judge(BackupFacts facts)
    {
        var found = facts.Backups switch
        {
            [] => "There is no backup yet.",
            [var only] => $"1 backup, {DiskCheck.Text(only.Size)}: {only.Name}.",
            [var newest, ..] =>
                $"{facts.Backups.Count} backups, {DiskCheck.Text(facts.Backups.Sum(each => each.Size))} "
                    + $"in total. The newest one is {newest.Name}.",
        };
        var (free, reserve, palace) = facts.Disk;
        if (facts.Damaged is var (damaged, problem))
            return Verdict.Fail(
                $"{found} The database of the backup {damaged.Name} is missing or damaged: {problem}.",
                $"Delete that backup: rm -r {Shell.Word(damaged.Folder)}"
            );
        if (free - palace < reserve)
            return Verdict.Warn(
                $"{found} Runs make no further backup: the palace needs {DiskCheck.Text(palace)}, and the disk has "
                    + $"{DiskCheck.Text(free)} of free space, of which {DiskCheck.Text(reserve)} must stay free.",
                "Free up space on that disk, or keep fewer backups: "
                    + $"Set-MempalaceSchedule {facts.Name} -KeepBackups NUMBER"
            );
        if (facts.LastRun is { } started && IsWithoutBackup(facts, started))
            return Verdict.Warn(
                $"{found} The last run made no backup.",
                $"To see the reason in its log, run Get-MempalaceMineLog {facts.Name}."
            );
        if (facts.Backups.Count == 0)
            return Verdict.Pass($"{found} The next run makes one.");
        if (facts.NotChecked is not { } reason || facts.Backups is not [var newestBackup, ..])
            return Verdict.Pass(found);
        found += $" Its database was not checked, because {reason}.";
        return newestBackup.IsVerified ? Verdict.Pass($"{found} It was checked when it was made.")
            : reason == QuickCheckResult.NoTool.NotChecked
                ? Verdict.Warn(found, "Install sqlite3 or python3, so that runs check their backups.")
            : Verdict.Warn(
                found,
                "Keep the backup. Make sure that sqlite3 works and that the disk of the backup can be read, and run "
                    + $"Test-MempalaceSchedule {facts.Name} again."
            );
    }

    /// <summary>
    /// Whether a run that wrote to the palace made no backup. The first one cannot, if it also made the database.
    /// </summary>
    private static bool IsWithoutBackup(BackupFacts facts, DateTimeOffset started) =>
        facts.Backups is [var last, ..]
            ? last.Created < started
            : started > facts.Changed && started > facts.DatabaseCreated;

    private static async Task<Verdict> JudgeAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var palace = subject.Definition.Palace;
        if (subject.Definition.KeepBackups == 0)
            return Verdict.Skip(
                "Runs make no backups. To keep three of them, run "
                    + $"Set-MempalaceSchedule {subject.Name} -KeepBackups 3."
            );
        var backups = PalaceBackups.Read(palace);
        if (backups.Count == 0 && !File.Exists(Path.Combine(palace, PalaceBackups.Database)))
            return Verdict.Pass("The palace has no database yet, so there is nothing to back up.");
        var disk = new DriveInfo(FolderOfDisk(palace));
        var headers = backups.Select(backup => (Backup: backup, Result: CheckHeader(backup))).ToList();
        var damaged = headers.FindIndex(each => each.Result.Problem is not null);
        (PalaceBackup Backup, QuickCheckResult Result)? inspected = headers is []
            ? null
            : headers[Math.Max(damaged, 0)];
        if (inspected is ({ } newest, { Problem: null, NotChecked: null }))
            inspected = (newest, await CheckAsync(subject, newest, cancellation).ConfigureAwait(false));
        return Judge(
            new BackupFacts
            {
                Name = subject.Name,
                Backups = backups,
                Damaged =
                    inspected is var (damagedOne, found) && found.Problem is { } problem ? (damagedOne, problem) : null,
                NotChecked = inspected?.Result.NotChecked,
                // A run that found nothing new did not write to the palace, so it may have made no backup.
                LastRun = subject.Schedule.LastOutcome is MineOutcome.Succeeded ? subject.Schedule.LastRun : null,
                Changed = File.GetLastWriteTimeUtc(subject.Services.Paths.Definition(subject.Name)),
                DatabaseCreated = File.GetCreationTimeUtc(Path.Combine(palace, PalaceBackups.Database)),
                Disk = (
                    disk.AvailableFreeSpace,
                    DiskReserve.For(disk.TotalSize, subject.Services.Environment),
                    DiskCheck.SizeOf(palace, cancellation)
                ),
            }
        );
    }

    /// <summary>Checks the database of a backup as a restore would, but changes no file of the backup.</summary>
    private static async Task<QuickCheckResult> CheckAsync(
        CheckSubject subject,
        PalaceBackup backup,
        CancellationToken cancellation
    )
    {
        var database = Path.Combine(backup.Palace, PalaceBackups.Database);
        if (new FileInfo(database + "-wal") is { Exists: true, Length: > 0 })
            return new(NotChecked: "it has a log, which SQLite would merge into it");
        var command = subject.AsLauncher(QuickCheck.Script, QuickCheck.ImmutableUriOf(database)) with
        {
            TimeLimit = TimeLimit,
        };
        try
        {
            return QuickCheck.Read(
                await subject.Services.Processes.RunAsync(command, cancellation).ConfigureAwait(false)
            );
        }
        catch (MempalaceException error) when (error.Kind == ErrorKind.TimedOut)
        {
            return new(NotChecked: $"the check takes more than {TimeLimit.TotalSeconds:0} s");
        }
    }

    /// <summary>Whether the file starts as a database. This is fast for any number of backups.</summary>
    internal static QuickCheckResult CheckHeader(PalaceBackup backup)
    {
        var missing = new QuickCheckResult(Problem: $"there is no database '{PalaceBackups.Database}'");
        try
        {
            using var file = File.OpenRead(Path.Combine(backup.Palace, PalaceBackups.Database));
            Span<byte> start = stackalloc byte[DatabaseHeader.Length];
            return
                file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.SequenceEqual(DatabaseHeader)
                ? new()
                : missing;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(NotChecked: e.Message.TrimEnd('.')); // for example on a share that does not answer
        }
    }
}

/// <summary>What the check of backups found.</summary>
internal sealed record BackupFacts
{
    /// <summary>The name of the schedule.</summary>
    public required string Name { get; init; }

    /// <summary>The backups, the newest first.</summary>
    public required IReadOnlyList<PalaceBackup> Backups { get; init; }

    /// <summary>A backup without a usable database, and the problem; null if there is none.</summary>
    public (PalaceBackup Backup, string Problem)? Damaged { get; init; }

    /// <summary>Why the newest backup was not checked now; null if it was.</summary>
    public string? NotChecked { get; init; }

    /// <summary>When the last run started, if it wrote to the palace; otherwise null.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>When the definition was last changed. Earlier runs may have kept no backups.</summary>
    public DateTimeOffset Changed { get; init; }

    /// <summary>When the database of the palace was created.</summary>
    public DateTimeOffset DatabaseCreated { get; init; }

    /// <summary>The free space of the disk, what must stay free, and the size of the palace, in bytes.</summary>
    public required (long Free, long Reserve, long Palace) Disk { get; init; }
}

using MempalaceSched.Mempalace;

namespace MempalaceSched.Health;

/// <summary>
/// Whether the palace has backups, whether the last run made one, and whether the disk has room for the next one.
/// </summary>
internal sealed class BackupCheck : IHostCheck
{
    /// <summary>The first bytes of every SQLite database.</summary>
    private static ReadOnlySpan<byte> DatabaseHeader => "SQLite format 3\0"u8;

    public string Name => "backups";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var palace = subject.Definition.Palace;
        if (subject.Definition.KeepBackups == 0)
            return Task.FromResult(
                Verdict.Skip(
                    "Runs make no backups. To keep three of them, run "
                        + $"Set-MempalaceSchedule {subject.Name} -KeepBackups 3."
                )
            );
        if (!File.Exists(Path.Combine(palace, PalaceBackups.Database)))
            return Task.FromResult(Verdict.Pass("The palace has no database yet, so there is nothing to back up."));
        var disk = new DriveInfo(CheckSubject.NearestFolder(palace));
        var backups = PalaceBackups.Read(palace);
        var lastRun = subject.Schedule.LastOutcome is MineOutcome.Succeeded ? subject.Schedule.LastRun : null;
        return Task.FromResult(
            Judge(
                backups,
                backups.FirstOrDefault(backup => !HasDatabase(backup))?.Name,
                lastRun,
                (disk.AvailableFreeSpace, disk.TotalSize, DiskCheck.SizeOf(palace, cancellation)),
                subject.Name
            )
        );
    }

    /// <summary>What the backups and the disk mean.</summary>
    /// <param name="backups">The backups, the newest first.</param>
    /// <param name="damaged">The name of a backup without a readable database; null if there is none.</param>
    /// <param name="lastRun">When the last run started, if it succeeded; otherwise null.</param>
    /// <param name="disk">The free and total space of the disk, and the size of the palace, in bytes.</param>
    /// <param name="name">The name of the schedule.</param>
    internal static Verdict Judge(
        IReadOnlyList<PalaceBackup> backups,
        string? damaged,
        DateTimeOffset? lastRun,
        (long Free, long Total, long Palace) disk,
        string name
    )
    {
        var size = backups.Sum(each => each.Size);
        var found =
            backups.Count == 0
                ? "There is no backup yet. The next run makes one."
                : $"The number of backups is {backups.Count}, and their size is {DiskCheck.Text(size)}. "
                    + $"The newest one is {backups[0].Name}.";
        var reserve = Math.Max(2 * DiskCheck.Gibibyte, disk.Total / 10);
        if (damaged is not null)
            return Verdict.Fail(
                $"{found} The database of the backup {damaged} is missing or damaged.",
                "Delete that backup."
            );
        if (disk.Free - disk.Palace < reserve)
            return Verdict.Warn(
                $"{found} Runs make no further backup: the palace needs {DiskCheck.Text(disk.Palace)}, and the disk "
                    + $"has {DiskCheck.Text(disk.Free)} of free space, of which {DiskCheck.Text(reserve)} must "
                    + "stay free.",
                $"Free up space on that disk, or keep fewer backups: Set-MempalaceSchedule {name} -KeepBackups NUMBER"
            );
        if (backups is [var newest, ..] && lastRun is { } started && newest.Created < started)
            return Verdict.Warn(
                $"{found} The last run made no backup.",
                $"To see the reason in its log, run Get-MempalaceMineLog {name}."
            );
        return backups is [{ IsVerified: false }, ..]
            ? Verdict.Warn(
                $"{found} It was not checked, because the launcher found neither sqlite3 nor python3.",
                "Install one of them."
            )
            : Verdict.Pass(found);
    }

    private static bool HasDatabase(PalaceBackup backup)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(backup.Palace, PalaceBackups.Database));
            Span<byte> start = stackalloc byte[DatabaseHeader.Length];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.SequenceEqual(DatabaseHeader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

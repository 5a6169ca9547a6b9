using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Health;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>
/// Restores a palace from a backup. The backup and the current palace are both kept. While the palace is replaced, our
/// lock of the palace and mempalace's own lock are held.
/// </summary>
internal sealed class RestorePalace(Services services, Confirmation confirmation)
{
    /// <summary>Restores the palace of a schedule.</summary>
    /// <param name="name">The name of the schedule; null if all schedules write to the same palace.</param>
    /// <param name="backup">The name of the backup; null for the newest.</param>
    /// <param name="cancellation">Stops the restore, and undoes it.</param>
    /// <returns>What was restored; null if the user declined.</returns>
    public async Task<PalaceRestore?> RunAsync(string? name, string? backup, CancellationToken cancellation)
    {
        var definition = Find(name);
        var palace = RealPath.Of(definition.Palace);
        var from = Choose(definition.Name, palace, backup);
        var time = PalaceBackups.NameAt(DateTimeOffset.UtcNow);
        var previous = Directory.Exists(palace) ? RestoreFolders.PreviousAt(palace, time) : null;
        var left = RestoreFolders.Of(palace);
        var plan = Plan(palace, from, previous, RestoreFolders.CopyAt(palace, time), left);

        CheckNotRunning(palace);
        CheckSpace(from, palace, left, cancellation);
        string[] locks =
        [
            Path.Combine(services.Paths.Locks, PalaceLocation.LockName(definition.Palace)),
            PalaceBackups.MempalaceLock(definition.CapturedEnvironment["HOME"], palace),
        ];
        if (LockHolders.Find([.. locks.Select(RealPath.Of)]) is [var holder, ..])
            throw Error.PalaceInUse(palace, Describe(holder.Pid));

        var kept = previous is null ? "" : $", and keep the current one as '{previous}'";
        var action = $"Restore the palace '{palace}' from the backup {from.Name}{kept}";
        var isConfirmed = await confirmation
            .AskAsync(action, action + "?", token => plan.PreviewAsync(services.ChangeContext, token), cancellation)
            .ConfigureAwait(false);
        if (!isConfirmed)
            return null;

        using var change = await ChangeLock.TakeAsync(services.Paths, cancellation).ConfigureAwait(false);
        CheckNotRunning(palace); // again, because a run may have started in the meantime
        using var own = Take(locks[0], palace);
        using var ofMempalace = Take(locks[1], palace);
        own.WriteHolder("Restore-MempalacePalace");
        await services.NewRunner().ApplyAsync(plan, null, cancellation).ConfigureAwait(false);
        return new PalaceRestore
        {
            Name = definition.Name,
            Palace = palace,
            Backup = from.Name,
            PreviousPalace = previous,
        };
    }

    /// <summary>
    /// The copy is complete and checked before the palace is replaced. Copies that a killed restore left are deleted.
    /// </summary>
    private static ChangePlan Plan(
        string palace,
        PalaceBackup backup,
        string? previous,
        string copy,
        RestoreFolders left
    ) =>
        new([
            .. left.Unfinished.Select(folder => new DeleteFolder(folder)),
            new CopyFolder(backup.Palace, copy),
            new CheckDatabase(Path.Combine(copy, PalaceBackups.Database), backup.Name),
            previous is null ? new MoveFolder(copy, palace) : new ReplaceFolder(copy, palace, previous),
        ]);

    /// <summary>
    /// Rejects a copy that would fill the disk. Its size counts in full even where blocks are shared, because it uses
    /// that space as soon as mempalace changes the palace.
    /// </summary>
    private void CheckSpace(PalaceBackup backup, string palace, RestoreFolders left, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(palace)!;
        var disk = new DriveInfo(CheckSubject.NearestFolder(folder));
        var size = DiskCheck.SizeOf(backup.Palace, cancellation);
        var reserve = DiskReserve.For(disk.TotalSize, services.Environment);
        if (disk.AvailableFreeSpace - size < reserve)
            throw Error.NoSpaceToRestore(
                folder,
                (DiskCheck.Text(size), DiskCheck.Text(disk.AvailableFreeSpace), DiskCheck.Text(reserve)),
                [.. left.All.Select(each => $"{each} ({DiskCheck.Text(DiskCheck.SizeOf(each, cancellation))})")]
            );
    }

    private ScheduleDefinition Find(string? name)
    {
        var known = services.Definitions.Names();
        if (name is null)
            return FindOnly(known);
        var definition = ScheduleName.IsValid(name) ? services.Definitions.Find(name) : null;
        if (definition is null)
            throw Error.ScheduleNotFound(name, known);
        return definition.Container is { } container
            ? throw Error.PalaceInContainer(definition.Name, container.Title)
            : definition;
    }

    private ScheduleDefinition FindOnly(IReadOnlyList<string> known)
    {
        var byPalace = known
            .Select(services.Definitions.Find)
            .OfType<ScheduleDefinition>()
            .Where(definition => definition.Container is null)
            .GroupBy(definition => RealPath.Of(definition.Palace), StringComparer.Ordinal)
            .ToList();
        return byPalace.Count switch
        {
            0 => throw Error.ScheduleNotFound("*", known),
            1 => byPalace[0].First(),
            _ => throw Error.SeveralPalaces([.. byPalace.Select(group => group.Key)]),
        };
    }

    private static PalaceBackup Choose(string schedule, string palace, string? name)
    {
        var backups = PalaceBackups.Read(palace);
        return backups.FirstOrDefault(backup => name is null || backup.Name == name)
            ?? throw Error.BackupNotFound(schedule, palace, name, [.. backups.Select(backup => backup.Name)]);
    }

    /// <summary>Rejects a palace that a run of any schedule may be writing to.</summary>
    private void CheckNotRunning(string palace)
    {
        foreach (var name in services.Definitions.Names())
            if (
                RunMarker.Read(services.Paths, name) is { } run
                && services.Definitions.FindReadable(name) is var other
                && (other is null || RealPath.Of(other.Palace) == palace)
            )
                throw Error.MineRunning(
                    name,
                    $"PID {run.Pid}, since {run.Started.ToLocalTime():HH:mm:ss}",
                    $"Wait for the run to end, or stop it: Stop-MempalaceMine {name}."
                );
    }

    private static FileLock Take(string path, string palace)
    {
        if (FileLock.TryTake(path) is { } taken)
            return taken;
        var holder = LockHolders.Find([RealPath.Of(path)]) is [var first, ..] ? Describe(first.Pid) : "another process";
        throw Error.PalaceInUse(palace, holder);
    }

    private static string Describe(int pid)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ').Trim();
            return line.Length > 0 ? $"PID {pid} ({line})" : $"PID {pid}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"PID {pid}";
        }
    }
}

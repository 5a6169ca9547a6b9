using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Which backups are made, and which are kept.</summary>
public abstract class BackupRotationTests(TestShell shell)
{
    [Fact]
    public void The_newest_backups_are_kept_and_everything_else_in_the_folder_too()
    {
        using var bed = new PalaceBed(shell);
        Directory.CreateDirectory(Path.Combine(bed.Backups, "20200101T000000Z")); // has no mark of ours
        File.WriteAllText(Path.Combine(bed.Backups, "notes"), "mine");

        for (var run = 1; run <= 4; run++)
            Assert.Equal((0, ""), (bed.Run(bed.Schedule()).ExitCode, ""));

        var backups = bed.Read();
        Assert.Equal([4, 3], backups.Select(Drawers));
        Assert.All(backups, backup => Assert.True(backup.IsVerified && backup.Size > 0));
        Assert.Equal(5, PalaceBed.Drawers(bed.Database));
        Assert.Equal("vectors", File.ReadAllText(Path.Combine(backups[0].Palace, "index/data.bin")));
        Assert.Equal("hidden", File.ReadAllText(Path.Combine(backups[0].Palace, ".hidden")));
        Assert.Equal(["20200101T000000Z", backups[1].Name, backups[0].Name, "notes"], bed.Names);
        Assert.Equal(
            FileModes.Private | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(backups[0].Palace)!)
        );
        Assert.Contains($"[backup {backups[0].Name}: ", bed.Bed.Log(bed.LastLine()), StringComparison.Ordinal);
        Assert.Equal(1, bed.LastLine().Filed);
    }

    /// <summary>Runs that file nothing must not push out the older backups.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_backup_replaces_the_one_before_it_if_they_are_equal(bool withApplets)
    {
        using var bed = withApplets ? new PalaceBed(shell, only: ["sqlite3"], applets: true) : new PalaceBed(shell);
        var idle = bed.Bed.Mine("echo 'Files processed: 0'; echo 'Drawers filed: 0'") with { KeepBackups = 2 };
        Assert.Equal(0, bed.Run(bed.Schedule()).ExitCode);
        var oldest = Assert.Single(bed.Names);

        for (var run = 0; run < 3; run++)
            Assert.Equal(0, bed.Run(idle).ExitCode);
        var last = bed.Names[^1];
        Assert.Equal([oldest, last], bed.Names);
        Assert.Equal([2, 1], bed.Read().Select(Drawers));
        Assert.Contains("equal to 20", bed.Bed.Log(bed.LastLine()), StringComparison.Ordinal);

        // The time and the size of the file stay the same.
        var data = Path.Combine(bed.Palace, "index/data.bin");
        var time = File.GetLastWriteTimeUtc(data);
        File.WriteAllText(data, "VECTORS");
        File.SetLastWriteTimeUtc(data, time);
        Assert.Equal(0, bed.Run(idle).ExitCode);
        Assert.Equal([last, bed.Names[^1]], bed.Names);

        File.Delete(data);
        Assert.Equal(0, bed.Run(idle).ExitCode);
        Assert.DoesNotContain(last, bed.Names);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_clock_that_was_set_back_does_not_delete_the_new_backups(int keep)
    {
        using var bed = new PalaceBed(shell);
        Assert.Equal(0, bed.Run(bed.Schedule(keep)).ExitCode);
        Directory.Move(Path.Combine(bed.Backups, bed.Names[0]), Path.Combine(bed.Backups, "29990101T000000Z"));

        for (var run = 0; run < keep; run++)
            Assert.Equal(0, bed.Run(bed.Schedule(keep)).ExitCode);

        Assert.Equal(Enumerable.Range(2, keep).Reverse(), bed.Read().Select(Drawers));
        Assert.DoesNotContain("29990101T000000Z", bed.Names);
    }

    [Fact]
    public void A_smaller_number_applies_even_if_no_copy_is_made()
    {
        using var bed = new PalaceBed(shell);
        for (var run = 0; run < 3; run++)
            Assert.Equal(0, bed.Run(bed.Schedule(keep: 3)).ExitCode);
        Assert.Equal(3, bed.Names.Count);

        Assert.Equal(0, bed.Start(bed.Schedule(keep: 1), reserve: "99999999999").Result().ExitCode);

        Assert.Equal(3, Drawers(Assert.Single(bed.Read())));
    }

    [Fact]
    public void A_check_that_cannot_run_is_not_called_a_corrupt_palace()
    {
        using var bed = new PalaceBed(
            shell,
            [
                (
                    "sqlite3",
                    "case $* in *quick_check*) echo 'Error: out of memory' >&2; exit 1 ;; esac; exec /usr/bin/sqlite3 \"$@\""
                ),
            ]
        );

        Assert.Equal(1, bed.Run(bed.Schedule()).ExitCode);

        Assert.StartsWith(
            $"the backup of the palace {bed.Palace} failed: its check could not run: Error: out of memory.",
            bed.LastLine().Reason,
            StringComparison.Ordinal
        );
        Assert.Empty(bed.Names);
    }

    [Fact]
    public void A_link_to_a_folder_that_contains_it_stays_a_link()
    {
        using var bed = new PalaceBed(shell);
        File.CreateSymbolicLink(Path.Combine(bed.Palace, "loop"), ".");
        File.CreateSymbolicLink(Path.Combine(bed.Palace, "index/up"), bed.Palace);

        Assert.Equal(0, bed.Run(bed.Schedule()).ExitCode);

        var copy = Assert.Single(bed.Read()).Palace;
        Assert.Equal(".", new FileInfo(Path.Combine(copy, "loop")).LinkTarget);
        Assert.Equal(bed.Palace, new FileInfo(Path.Combine(copy, "index/up")).LinkTarget);
    }

    [Fact]
    public void The_room_is_measured_on_the_disk_of_the_backups()
    {
        Requires.Root();
        using var bed = new PalaceBed(shell);
        Directory.Move(bed.Palace, bed.Bed.Out("palace"));
        Directory.CreateDirectory(bed.Palace);
        PalaceBed.Output("/bin/mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", bed.Palace);
        try
        {
            PalaceBed.Output("/usr/bin/cp", "-R", bed.Bed.Out("palace/."), bed.Palace);

            // The disk of the palace could not keep this much free.
            Assert.Equal(0, bed.Start(bed.Schedule(), reserve: "5000").Result().ExitCode);

            Assert.Single(bed.Read());
        }
        finally
        {
            PalaceBed.Output("/bin/umount", "-l", bed.Palace);
        }
    }

    private static int Drawers(PalaceBackup backup) =>
        PalaceBed.Drawers(Path.Combine(backup.Palace, PalaceBackups.Database));
}

public sealed class BackupRotationUnderDash() : BackupRotationTests(TestShell.Dash);

public sealed class BackupRotationUnderBashPosix() : BackupRotationTests(TestShell.BashPosix);

public sealed class BackupRotationUnderAsh() : BackupRotationTests(TestShell.Ash);

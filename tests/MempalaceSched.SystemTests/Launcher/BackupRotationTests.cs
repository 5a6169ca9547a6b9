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
        Assert.Equal(
            [4, 3],
            backups.Select(backup => PalaceBed.Drawers(Path.Combine(backup.Palace, "chroma.sqlite3")))
        );
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

    [Fact]
    public void A_palace_that_has_not_changed_is_not_copied_again()
    {
        using var bed = new PalaceBed(shell);
        var idle = bed.Bed.Mine("echo 'Files processed: 0'; echo 'Drawers filed: 0'") with { KeepBackups = 1 };
        Assert.Equal(0, bed.Run(idle).ExitCode);
        var first = Assert.Single(bed.Names);
        var mark = File.GetLastWriteTimeUtc(Path.Combine(bed.Backups, first, "backup.json"));

        Assert.Equal(0, bed.Run(idle).ExitCode);
        Assert.Equal(first, Assert.Single(bed.Names));
        Assert.StartsWith(
            $"[no backup was made: the palace has not changed since the backup {first}]\n",
            bed.Bed.Log(bed.LastLine()),
            StringComparison.Ordinal
        );
        Assert.True(File.GetLastWriteTimeUtc(Path.Combine(bed.Backups, first, "backup.json")) > mark);

        File.Delete(Path.Combine(bed.Palace, "index/data.bin"));
        Assert.Equal(0, bed.Run(idle).ExitCode);
        Assert.NotEqual(first, Assert.Single(bed.Names));
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_delete_the_new_backup()
    {
        using var bed = new PalaceBed(shell);
        Assert.Equal(0, bed.Run(bed.Schedule(keep: 1)).ExitCode);
        Directory.Move(Path.Combine(bed.Backups, bed.Names[0]), Path.Combine(bed.Backups, "29990101T000000Z"));

        Assert.Equal(0, bed.Run(bed.Schedule(keep: 1)).ExitCode);

        var backup = Assert.Single(bed.Read());
        Assert.NotEqual("29990101T000000Z", backup.Name);
        Assert.Equal(2, PalaceBed.Drawers(Path.Combine(backup.Palace, "chroma.sqlite3")));
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
}

public sealed class BackupRotationUnderDash() : BackupRotationTests(TestShell.Dash);

public sealed class BackupRotationUnderBashPosix() : BackupRotationTests(TestShell.BashPosix);

public sealed class BackupRotationUnderAsh() : BackupRotationTests(TestShell.Ash);

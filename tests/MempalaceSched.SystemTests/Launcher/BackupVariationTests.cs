using System.Diagnostics;
using MempalaceSched.Platform;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Backups that fail or have special content, under the shells that are /bin/sh.</summary>
public abstract class BackupVariationTests(TestShell shell) : BackupTests(shell)
{
    private readonly TestShell shell = shell;

    [Fact]
    public void A_palace_that_mempalace_holds_is_not_copied_and_the_command_decides()
    {
        using var bed = new PalaceBed(shell);
        Directory.CreateDirectory(Path.GetDirectoryName(bed.MempalaceLock)!);
        var start = new ProcessStartInfo("/usr/bin/flock", [bed.MempalaceLock, "sh", "-c", "echo held; read -r _"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using var holder = Process.Start(start)!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());

        Assert.Equal(0, bed.Run(bed.Schedule()).ExitCode);
        holder.StandardInput.Close();
        holder.WaitForExit();

        Assert.Empty(bed.Names);
        Assert.StartsWith(
            "[no backup was made: another process holds the lock of mempalace]\n",
            bed.Bed.Log(bed.Bed.OnlyLine()),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("sqlite3")]
    [InlineData("python3")]
    public void A_corrupt_palace_fails_the_run_and_its_backups_are_kept(string tool)
    {
        using var bed = new PalaceBed(shell, only: [tool]);
        Assert.Equal(0, bed.Run(bed.Schedule(keep: 1)).ExitCode);
        var good = Assert.Single(bed.Names);
        File.Delete(bed.Bed.Out("mined"));
        bed.Corrupt();

        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(1, bed.Run(bed.Schedule(keep: 1)).ExitCode);
            Assert.Equal("Failed", bed.LastLine().Outcome);
            Assert.Contains($"the palace {bed.Palace} is corrupt", bed.LastLine().Reason, StringComparison.Ordinal);
            Assert.EndsWith(
                $"Restore-MempalacePalace {LauncherBed.Name}",
                bed.LastLine().Reason,
                StringComparison.Ordinal
            );
            Assert.Equal(good, Assert.Single(bed.Names));
            Assert.False(File.Exists(bed.Bed.Out("mined")));
            File.WriteAllText(
                bed.Database,
                "this is not a database, but it is long enough to have a header of SQLite's"
            );
        }
        Assert.Equal(1, PalaceBed.Drawers(Path.Combine(bed.Read()[0].Palace, "chroma.sqlite3")));
    }

    [Theory]
    [InlineData("python3", true)]
    [InlineData("", false)]
    public void Without_sqlite3_python3_copies_the_database_or_else_cp(string tool, bool isVerified)
    {
        using var bed = new PalaceBed(shell, only: tool.Length > 0 ? [tool] : []);
        // An open writer, whose last transaction is in the log of the database only.
        var start = new ProcessStartInfo("/usr/bin/sqlite3", ["-batch", bed.Database])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var writer = Process.Start(start)!;
        writer.StandardInput.WriteLine("insert into drawers values ('second'); select 'written';");
        writer.StandardInput.Flush();
        Assert.Equal("written", writer.StandardOutput.ReadLine());

        Assert.Equal(0, bed.Run(bed.Schedule()).ExitCode);
        writer.StandardInput.Close();
        writer.WaitForExit();

        var backup = Assert.Single(bed.Read());
        Assert.Equal(isVerified, backup.IsVerified);
        Assert.Equal(2, PalaceBed.Drawers(Path.Combine(backup.Palace, "chroma.sqlite3")));
        Assert.Equal(!isVerified, bed.Bed.Log(bed.Bed.OnlyLine()).Contains("not verified", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_in_the_palace_become_files_and_broken_links_stay()
    {
        using var bed = new PalaceBed(shell);
        var elsewhere = Directory.CreateDirectory(bed.Bed.Out("else where")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "data"), "before");
        File.CreateSymbolicLink(Path.Combine(bed.Palace, "index/a file"), Path.Combine(elsewhere, "data"));
        File.CreateSymbolicLink(Path.Combine(bed.Palace, "folder"), elsewhere);
        File.CreateSymbolicLink(Path.Combine(bed.Palace, "broken"), "/no/such/file");
        Directory.Move(bed.Palace, bed.Bed.Out("real"));
        File.CreateSymbolicLink(bed.Palace, bed.Bed.Out("real"));

        Assert.Equal(0, bed.Run(bed.Schedule(script: $"echo after >'{elsewhere}/data'")).ExitCode);

        var copy = Assert.Single(bed.Read()).Palace;
        Assert.StartsWith(bed.Bed.Out("real.backups/"), copy, StringComparison.Ordinal);
        Assert.Equal("after\n", File.ReadAllText(Path.Combine(elsewhere, "data")));
        Assert.Equal("before", File.ReadAllText(Path.Combine(copy, "index/a file")));
        Assert.Equal("before", File.ReadAllText(Path.Combine(copy, "folder/data")));
        Assert.Null(new FileInfo(Path.Combine(copy, "index/a file")).LinkTarget);
        Assert.Equal("/no/such/file", new FileInfo(Path.Combine(copy, "broken")).LinkTarget);
        Assert.Equal(bed.MempalaceLock, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(bed.MempalaceLock)!)));
    }

    [Fact]
    public void Without_a_setting_or_a_palace_nothing_is_copied()
    {
        using var bed = new PalaceBed(shell);
        Assert.Equal(0, bed.Run(bed.Schedule(keep: 0)).ExitCode);
        Directory.Delete(bed.Palace, recursive: true);
        Assert.Equal(0, bed.Run(bed.Bed.Mine("echo 'Drawers filed: 1'") with { KeepBackups = 3 }).ExitCode);
        Assert.Empty(bed.Names);
        Assert.False(Directory.Exists(Path.Combine(bed.Bed.Home, ".mempalace")));
    }

    [Fact]
    public void A_backup_that_would_fill_the_disk_is_skipped()
    {
        using var bed = new PalaceBed(shell);
        Assert.Equal(0, bed.Run(bed.Schedule()).ExitCode);
        var kept = bed.Names;

        Assert.Equal(0, bed.Start(bed.Schedule(), reserve: "99999999999").Result().ExitCode);

        Assert.Equal(kept, bed.Names);
        Assert.Matches(
            @"\A\[no backup was made: it needs \d+ MiB, and the disk has \d+ MiB of free space, of which 97656250 MiB must stay free\]\n",
            bed.Bed.Log(bed.LastLine())
        );
        Assert.Equal("Succeeded", bed.LastLine().Outcome);
    }

    [Fact]
    public void On_a_full_disk_there_is_no_copy_and_no_loss()
    {
        Requires.Root();
        // This df says that there is room, as if another program filled the disk during the copy.
        using var bed = new PalaceBed(
            shell,
            [("df", "[ -e $ROOT/liar ] || exec /usr/bin/df \"$@\"; echo; echo x 99999999 1 99999998 1% /")]
        );
        Directory.Move(bed.Palace, bed.Bed.Out("palace"));
        var disk = Directory.CreateDirectory(bed.Bed.Out("disk")).FullName;
        PalaceBed.Output("/bin/mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk);
        try
        {
            PalaceBed.Output("/usr/bin/cp", "-R", bed.Bed.Out("palace"), disk);
            File.CreateSymbolicLink(bed.Palace, Path.Combine(disk, "palace"));
            Assert.Equal(0, bed.Run(bed.Schedule(keep: 1)).ExitCode);
            var kept = Assert.Single(bed.Read()).Name;
            PalaceBed.Sql(bed.Database, "pragma journal_mode = delete; insert into drawers values (zeroblob(2500000))");
            File.Delete(bed.Bed.Out("mined"));

            Assert.Equal(0, bed.Run(bed.Schedule(keep: 1)).ExitCode);
            Assert.Contains("[no backup was made: it needs ", bed.Bed.Log(bed.LastLine()), StringComparison.Ordinal);
            Assert.Equal(kept, Assert.Single(bed.Read()).Name);

            File.WriteAllText(bed.Bed.Out("liar"), "");
            File.WriteAllBytes(Path.Combine(disk, "other"), new byte[500_000]);
            File.Delete(bed.Bed.Out("mined"));
            Assert.Equal(1, bed.Run(bed.Schedule(keep: 1)).ExitCode);
            Assert.Contains(
                $"the backup of the palace {bed.Palace} failed: ",
                bed.LastLine().Reason,
                StringComparison.Ordinal
            );
            Assert.False(File.Exists(bed.Bed.Out("mined")));
            Assert.Equal(kept, Assert.Single(bed.Read()).Name);
            Assert.Equal(
                [kept],
                Directory.GetFileSystemEntries(Path.Combine(disk, "palace.backups")).Select(Path.GetFileName)
            );
            Assert.Equal(4, PalaceBed.Drawers(bed.Database));
        }
        finally
        {
            PalaceBed.Output("/bin/umount", "-l", disk);
        }
    }
}

public sealed class BackupUnderDash() : BackupVariationTests(TestShell.Dash);

public sealed class BackupUnderBashPosix() : BackupVariationTests(TestShell.BashPosix);

public sealed class BackupUnderAsh() : BackupVariationTests(TestShell.Ash);

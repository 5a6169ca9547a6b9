using MempalaceSched.Health;
using MempalaceSched.Mempalace;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

public sealed class PalaceBackupsTests
{
    private const long Gibibyte = 1 << 30;
    private const string Mark =
        """{"mark":"mempalace-sched","schedule":"x","palace":"/p","size":5000,"verified":true}""";

    [Fact]
    public void Only_folders_with_the_mark_and_the_name_of_a_time_are_backups()
    {
        using var folder = new TempFolder();
        folder.Write("palace.backups/20261120T030000Z/backup.json", Mark);
        folder.Write("palace.backups/20261127T030000Z/backup.json", Mark.Replace("true", "false"));
        folder.Write("palace.backups/20261201T030000Z/backup.json", Mark.Replace("mempalace-sched", "other"));
        folder.Write("palace.backups/20261202T030000Z/backup.json", "{");
        folder.Write("palace.backups/20261399T030000Z/backup.json", Mark);
        folder.Write("palace.backups/20261203T030000Z/other.json", Mark);
        folder.Write("palace.backups/.partial-123/backup.json", Mark);
        folder.Write("palace.backups/notes", Mark);

        var backups = PalaceBackups.Read(folder["palace"]);

        Assert.Equal(["20261127T030000Z", "20261120T030000Z"], backups.Select(backup => backup.Name));
        Assert.Equal([false, true], backups.Select(backup => backup.IsVerified));
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 3, 0, 0, TimeSpan.Zero), backups[0].Created);
        Assert.Equal(5000, backups[0].Size);
        Assert.Equal(folder["palace.backups/20261127T030000Z/palace"], backups[0].Palace);
        Assert.Empty(PalaceBackups.Read(folder["other"]));
    }

    [Fact]
    public void The_backups_and_the_lock_belong_to_the_real_palace()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["real"]);
        File.CreateSymbolicLink(folder["link"], folder["real"]);
        Assert.Equal(folder["real"] + ".backups", PalaceBackups.FolderOf(folder["link"]));
        Assert.Equal(
            PalaceBackups.MempalaceLock("/home/robin", folder["real"]),
            PalaceBackups.MempalaceLock("/home/robin", folder["link"])
        );
    }

    [Fact]
    public void The_lock_of_mempalace_has_the_hash_of_the_path() =>
        Assert.Equal(
            // printf %s /no/such/palace | sha256sum | cut -c 1-16
            "/home/robin/.mempalace/locks/mine_palace_a341b54d053ccf00.lock",
            PalaceBackups.MempalaceLock("/home/robin", "/no/such/palace")
        );

    [Theory]
    [InlineData(0, false, 50, CheckStatus.Pass, "There is no backup yet")]
    [InlineData(2, false, 50, CheckStatus.Pass, "The newest one is 20261127T030000Z.")]
    [InlineData(2, true, 50, CheckStatus.Fail, "20261120T030000Z is missing or damaged")]
    [InlineData(2, false, 11, CheckStatus.Pass, "The number of backups is 2")]
    [InlineData(2, false, 10.9, CheckStatus.Warn, "10.0 GiB must stay free")]
    public void The_check_compares_the_disk_with_the_rule_of_the_launcher(
        int count,
        bool isDamaged,
        double free,
        CheckStatus status,
        string says
    )
    {
        var verdict = BackupCheck.Judge(
            [.. Backups().Take(count)],
            isDamaged ? "20261120T030000Z" : null,
            null,
            ((long)(free * Gibibyte), 100 * Gibibyte, Gibibyte),
            "x"
        );
        Assert.Equal(status, verdict.Status);
        Assert.Contains(says, verdict.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true, CheckStatus.Pass)]
    [InlineData(-1, true, CheckStatus.Pass)]
    [InlineData(1, true, CheckStatus.Warn)]
    [InlineData(0, false, CheckStatus.Warn)]
    public void A_run_without_a_backup_and_a_copy_that_was_not_checked_are_warnings(
        int secondsAfterBackup,
        bool isVerified,
        CheckStatus status
    )
    {
        var newest = Backups().First() with { IsVerified = isVerified };
        var run = newest.Created.AddSeconds(secondsAfterBackup);
        var disk = (50 * Gibibyte, 100 * Gibibyte, Gibibyte);
        Assert.Equal(status, BackupCheck.Judge([newest], null, run, disk, "x").Status);
    }

    [Fact]
    public void On_a_small_disk_two_GiB_must_stay_free()
    {
        Assert.Equal(CheckStatus.Warn, Judge(3 * Gibibyte - 1));
        Assert.Equal(CheckStatus.Pass, Judge(3 * Gibibyte));

        static CheckStatus Judge(long free) =>
            BackupCheck.Judge([], null, null, (free, 10 * Gibibyte, Gibibyte), "x").Status;
    }

    private static IEnumerable<PalaceBackup> Backups() =>
        from day in new[] { 27, 20 }
        let time = new DateTimeOffset(2026, 11, day, 3, 0, 0, TimeSpan.Zero)
        select new PalaceBackup($"/palace.backups/{PalaceBackups.NameAt(time)}", time, Gibibyte, IsVerified: true);
}

using MempalaceSched.Mempalace;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

public sealed class PalaceBackupsTests
{
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

    [Fact]
    public void Folders_of_restores_are_found_by_name()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["real"]);
        File.CreateSymbolicLink(folder["link"], folder["real"]);
        var real = folder["real"];
        string[] unfinished = [RestoreFolders.CopyAt(real, "20261120T030000Z"), RestoreFolders.CopyAt(real, "2")];
        string[] previous = [RestoreFolders.PreviousAt(real, "20261127T030000Z")];
        foreach (var path in unfinished.Concat(previous))
            Directory.CreateDirectory(path);
        Directory.CreateDirectory(folder["real.backups"]);
        Directory.CreateDirectory(folder["other.restoring-1"]);
        folder.Write("real.restoring-file", "");
        var found = RestoreFolders.Of(folder["link"]);
        Assert.Equal(unfinished.Order(StringComparer.Ordinal), found.Unfinished);
        Assert.Equal(previous, found.Previous);
        Assert.Empty(RestoreFolders.Of(folder["no/such/palace"]).All);
    }

    [Fact]
    public void The_reserve_is_that_of_the_launcher()
    {
        const long gibibyte = 1 << 30;
        Assert.Equal(10 * gibibyte, DiskReserve.For(100 * gibibyte));
        Assert.Equal(2 * gibibyte, DiskReserve.For(10 * gibibyte));
        const string variable = "MEMPALACE_SCHED_BACKUP_RESERVE";
        Assert.Equal(7 << 10, DiskReserve.For(100 * gibibyte, Machine.With("/home/robin", (variable, "7"))));
        Assert.Equal(10 * gibibyte, DiskReserve.For(100 * gibibyte, Machine.With("/home/robin")));
        var launcher = File.ReadAllText(
            Path.Combine(Repository.Root, "src", "MempalaceSched", "Launcher", "backup.sh")
        );
        Assert.Contains($"backup_reserve=${{{variable}:-}}", launcher, StringComparison.Ordinal);
    }
}

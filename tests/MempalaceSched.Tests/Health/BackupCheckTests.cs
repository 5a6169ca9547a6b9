using MempalaceSched.Health;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Health;

public sealed class BackupCheckTests
{
    private const long Gibibyte = 1 << 30;

    private static readonly BackupFacts Facts = new()
    {
        Name = "x",
        Backups = [],
        Disk = (50 * Gibibyte, 10 * Gibibyte, Gibibyte),
    };

    [Theory]
    [InlineData(0, "There is no backup yet. The next run makes one.")]
    [InlineData(1, "1 backup, 1.0 GiB: 20261127T030000Z.")]
    [InlineData(2, "2 backups, 2.0 GiB in total. The newest one is 20261127T030000Z.")]
    public void The_backups_are_counted(int count, string detail) =>
        Assert.Equal(Verdict.Pass(detail), BackupCheck.Judge(Facts with { Backups = Backups(count) }));

    [Theory]
    [InlineData(11, CheckStatus.Pass)]
    [InlineData(10.9, CheckStatus.Warn)]
    public void The_disk_is_compared_with_the_rule_of_the_launcher(double free, CheckStatus status)
    {
        var verdict = BackupCheck.Judge(Facts with { Disk = ((long)(free * Gibibyte), 10 * Gibibyte, Gibibyte) });
        Assert.Equal(status, verdict.Status);
        if (status == CheckStatus.Warn)
            Assert.Contains("10.0 GiB must stay free", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_backup_is_named_with_its_path()
    {
        var damaged = new PalaceBackup("/my palaces.backups/20261120T030000Z", default, 1, IsVerified: true);
        var verdict = BackupCheck.Judge(Facts with { Backups = Backups(2), Damaged = (damaged, "row 7 is gone") });
        Assert.Equal(CheckStatus.Fail, verdict.Status);
        Assert.Contains("20261120T030000Z is missing or damaged: row 7 is gone.", verdict.Detail, Ordinal);
        Assert.Equal("Delete that backup: rm -r '/my palaces.backups/20261120T030000Z'", verdict.Fix);
    }

    [Theory]
    [InlineData(0, CheckStatus.Pass)]
    [InlineData(-1, CheckStatus.Pass)]
    [InlineData(1, CheckStatus.Warn)]
    public void A_last_run_without_a_backup_is_a_warning(int secondsAfterBackup, CheckStatus status)
    {
        var run = Backups(1)[0].Created.AddSeconds(secondsAfterBackup);
        Assert.Equal(status, BackupCheck.Judge(Facts with { Backups = Backups(1), LastRun = run }).Status);
    }

    [Theory]
    [InlineData(-2, -1, CheckStatus.Warn)]
    [InlineData(1, -1, CheckStatus.Pass)] // -KeepBackups was set after the run
    [InlineData(-2, 1, CheckStatus.Pass)] // the run made the database
    public void A_last_run_that_could_have_made_the_first_backup_is_a_warning(
        int changed,
        int created,
        CheckStatus status
    )
    {
        var run = new DateTimeOffset(2026, 11, 27, 3, 0, 0, TimeSpan.Zero);
        var facts = Facts with { Changed = run.AddHours(changed), DatabaseCreated = run.AddHours(created) };
        Assert.Equal(CheckStatus.Pass, BackupCheck.Judge(facts).Status);
        var verdict = BackupCheck.Judge(facts with { LastRun = run });
        Assert.Equal(status, verdict.Status);
        if (status == CheckStatus.Warn)
            Assert.Equal(
                Verdict.Warn(
                    "There is no backup yet. The last run made no backup.",
                    "To see the reason in its log, run Get-MempalaceMineLog x."
                ),
                verdict
            );
    }

    [Theory]
    [InlineData(true, CheckStatus.Pass)]
    [InlineData(false, CheckStatus.Warn)]
    public void A_backup_that_cannot_be_checked_shows_the_reason(bool wasVerified, CheckStatus status)
    {
        var facts = Facts with { Backups = [Backups(1)[0] with { IsVerified = wasVerified }] };
        Assert.Equal(CheckStatus.Pass, BackupCheck.Judge(facts).Status);
        var verdict = BackupCheck.Judge(facts with { NotChecked = "there is no tool" });
        Assert.Equal(status, verdict.Status);
        Assert.Contains("Its database was not checked, because there is no tool.", verdict.Detail, Ordinal);
    }

    [Fact]
    public void The_disk_is_the_one_with_the_folder_of_the_backups()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["mnt/palace"]);
        Assert.Equal(folder["mnt"], BackupCheck.FolderOfDisk(folder["mnt/palace"]));
        Directory.CreateDirectory(folder["mnt/palace.backups"]);
        Assert.Equal(folder["mnt/palace.backups"], BackupCheck.FolderOfDisk(folder["mnt/palace"]));
    }

    [Fact]
    public void Folders_of_restores_are_listed_with_their_sizes()
    {
        var left = new RestoreFolders(["/p.restoring-3"], ["/p.before-restore-1", "/p.before-restore-2"]);
        var schedule = ("x", "/p", Exists: true);
        var verdict = RestoreLeftovers.AddTo(Verdict.Pass("Good."), schedule, left, _ => 3 * Gibibyte);
        Assert.Equal(CheckStatus.Warn, verdict.Status);
        Assert.StartsWith(
            "Good. Earlier restores left these folders: /p.restoring-3 (3.0 GiB),",
            verdict.Detail,
            Ordinal
        );
        Assert.EndsWith("rm -r /p.restoring-3 /p.before-restore-1 /p.before-restore-2", verdict.Fix, Ordinal);

        var failed = RestoreLeftovers.AddTo(Verdict.Fail("Bad.", "Do it."), schedule, left, _ => 0);
        Assert.Equal(CheckStatus.Fail, failed.Status);
        Assert.StartsWith("Do it. When you have checked the palace, ", failed.Fix, Ordinal);

        var nothing = new RestoreFolders([], []);
        Assert.Equal(Verdict.Pass("Good."), RestoreLeftovers.AddTo(Verdict.Pass("Good."), schedule, nothing, _ => 0));
    }

    [Fact]
    public void Without_a_palace_the_previous_one_is_not_to_be_deleted()
    {
        var left = new RestoreFolders(["/p.restoring-2"], ["/p.before-restore-1", "/p.before-restore-2"]);
        var verdict = RestoreLeftovers.AddTo(Verdict.Skip("None."), ("x", "/p", false), left, _ => 0);
        Assert.Equal(CheckStatus.Fail, verdict.Status);
        Assert.Contains("The palace '/p' does not exist", verdict.Detail, Ordinal);
        Assert.EndsWith(
            "Restore-MempalacePalace x. Or move the previous palace back: mv /p.before-restore-2 /p",
            verdict.Fix,
            Ordinal
        );
        Assert.DoesNotContain("rm ", verdict.Fix, Ordinal);
    }

    /// <summary>A restore was killed between two moves, and a run has made an empty palace since.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_original_palace_of_an_interrupted_restore_is_not_to_be_deleted(bool isPalaceThere)
    {
        var left = new RestoreFolders(["/p.restoring-1"], ["/p.before-restore-1", "/p.before-restore-2"]);
        foreach (var start in new[] { Verdict.Pass("Good."), Verdict.Fail("Bad.", "Delete it: rm -r /backup") })
        {
            var verdict = RestoreLeftovers.AddTo(start, ("x", "/p", isPalaceThere), left, _ => 0);
            Assert.Equal(CheckStatus.Fail, verdict.Status);
            Assert.Contains("interrupted", verdict.Detail, Ordinal);
            Assert.EndsWith("mv /p.before-restore-1 /p", verdict.Fix, Ordinal);
            Assert.DoesNotContain("rm ", verdict.Fix, Ordinal);
        }
    }

    [Theory]
    [InlineData(0, "ok\n", "", null, null)]
    [InlineData(0, "*** in database main ***\nrow 7 is gone\n", "", "*** in database main ***; row 7 is gone", null)]
    [InlineData(1, "", "Error: file is not a database\n", "Error: file is not a database", null)]
    [InlineData(11, "", "Error: database disk image is malformed\n", "Error: database disk image is malformed", null)]
    [InlineData(69, "", "", null, "there is neither sqlite3 nor python3")]
    [InlineData(0, "", "", null, "the check ended with exit code 0: no output")]
    [InlineData(127, "", "sqlite3: not found\n", null, "the check ended with exit code 127: sqlite3: not found")]
    [InlineData(1, "", "Error: out of memory\n", null, "the check ended with exit code 1: Error: out of memory")]
    [InlineData(
        1,
        "",
        "Error: unable to open database \"file:/malformed/x\": disk I/O error\n",
        null,
        "the check ended with exit code 1: Error: unable to open database \"file:/malformed/x\": disk I/O error"
    )]
    public void The_output_of_the_check_is_interpreted(
        int code,
        string output,
        string error,
        string? problem,
        string? why
    ) => Assert.Equal(new QuickCheckResult(problem, why), QuickCheck.Read(new ProcessResult(code, output, error)));

    [Fact]
    public void A_backup_that_was_never_checked_is_not_to_be_deleted()
    {
        var facts = Facts with { Backups = [Backups(1)[0] with { IsVerified = false }] };
        var broken = BackupCheck.Judge(facts with { NotChecked = "the check ended with exit code 127: not found" });
        Assert.StartsWith("Keep the backup. Make sure that sqlite3 works", broken.Fix, Ordinal);
        var without = BackupCheck.Judge(facts with { NotChecked = QuickCheckResult.NoTool.NotChecked });
        Assert.StartsWith("Install sqlite3 or python3", without.Fix, Ordinal);
    }

    [Fact]
    public void Only_a_missing_or_foreign_file_is_a_damaged_database()
    {
        using var folder = new TempFolder();
        var backup = new PalaceBackup(folder.Path, default, 1, IsVerified: true);
        Assert.NotNull(BackupCheck.CheckHeader(backup).Problem);
        Directory.CreateDirectory(backup.Palace);
        var database = Path.Combine(backup.Palace, PalaceBackups.Database);
        Assert.NotNull(BackupCheck.CheckHeader(backup).Problem);
        File.WriteAllText(database, "SQLite format 3\0");
        Assert.Equal(new QuickCheckResult(), BackupCheck.CheckHeader(backup));
        File.WriteAllText(database, "SQLite");
        Assert.NotNull(BackupCheck.CheckHeader(backup).Problem);

        // Even root cannot read this one.
        File.Delete(database);
        Directory.CreateDirectory(database);
        var unreadable = BackupCheck.CheckHeader(backup);
        Assert.Null(unreadable.Problem);
        Assert.NotEmpty(unreadable.NotChecked!);
    }

    [Fact]
    public void A_database_is_opened_by_a_URI_with_any_path() =>
        Assert.Equal("file:/a%20b%25%23%3F/%C3%A9?immutable=1", QuickCheck.ImmutableUriOf("/a b%#?/é"));

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static PalaceBackup[] Backups(int count) =>
        [
            .. from day in new[] { 27, 20 }.Take(count)
            let time = new DateTimeOffset(2026, 11, day, 3, 0, 0, TimeSpan.Zero)
            select new PalaceBackup($"/palace.backups/{PalaceBackups.NameAt(time)}", time, Gibibyte, IsVerified: true),
        ];
}

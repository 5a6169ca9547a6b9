using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class WeeklyScenario()
    : CronScenario(() => CronBed.Run("weekly", start: "2027-01-04 02:59:57", onRequest: true));

/// <summary>A weekly schedule under Debian's cron, from install to removal.</summary>
public sealed class WeeklyTests(WeeklyScenario scenario) : IClassFixture<WeeklyScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void The_block_is_written_above_the_existing_lines()
    {
        Assert.Equal("Cron", Facts.Only("installed").GetProperty("Scheduler").GetString());
        var crontab = Facts.Raw("crontab");
        Assert.EndsWith(Facts.Raw("foreign"), crontab, StringComparison.Ordinal);
        var lines = crontab[..^Facts.Raw("foreign").Length].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("# >>> mempalace-sched mine-notes >>>", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("0 3 * * 1 ", lines[1], StringComparison.Ordinal);
        Assert.Contains("/mempalace-sched/bin/mine-notes'", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("@reboot ", lines[2], StringComparison.Ordinal);
        Assert.Equal("# <<< mempalace-sched mine-notes <<<", lines[3]);
        Assert.All(lines, line => Assert.Equal(-1, line.AsSpan().IndexOfAny("%\\")));
    }

    [Fact]
    public void The_next_run_is_next_Monday_at_03_00()
    {
        var next = Facts.Only("installed").GetProperty("NextRun").GetDateTimeOffset();
        Assert.Equal((DayOfWeek.Monday, new TimeOnly(3, 0)), (next.DayOfWeek, TimeOnly.FromDateTime(next.DateTime)));
        Assert.InRange(next, DateTimeOffset.Now, DateTimeOffset.Now.AddDays(7));
    }

    [Fact]
    public void Repeating_the_install_changes_nothing()
    {
        _ = Facts.Only("again");
        Assert.Contains("is already installed with these settings", Facts.Messages("again"), StringComparison.Ordinal);
    }

    [Fact]
    public void Cron_starts_the_run_and_the_history_records_it()
    {
        Assert.Contains("mine-notes' --trigger scheduled", Facts.Text("syslog"), StringComparison.Ordinal);
        var run = Assert.Single(Facts.Runs("history"));
        Assert.Equal(
            ("scheduled", "Succeeded", 0, 3),
            (
                run.GetProperty("trigger").GetString(),
                run.GetProperty("outcome").GetString(),
                run.GetProperty("exitCode").GetInt32(),
                run.GetProperty("drawersFiled").GetInt32()
            )
        );
    }

    [Fact]
    public void Get_shows_the_last_run_and_the_next_run()
    {
        var schedule = Facts.Only("running");
        Assert.Equal(
            ("Waiting", "Succeeded", true),
            (
                schedule.GetProperty("State").GetString(),
                schedule.GetProperty("LastOutcome").GetString(),
                schedule.GetProperty("Enabled").GetBoolean()
            )
        );
        Assert.InRange(
            schedule.GetProperty("LastRun").GetDateTimeOffset(),
            DateTimeOffset.Now.AddMinutes(-10),
            DateTimeOffset.Now
        );
    }

    [Fact]
    public void The_run_has_low_priority_and_the_environment_of_the_install()
    {
        Assert.Equal("10", Facts.Text("niceness").Trim());
        var environment = Facts.Lines("environment");
        Assert.Contains("HOME=/mnt/home/robin", environment);
        Assert.Contains(
            environment,
            line => line.StartsWith("PATH=/mnt/home/robin/.local/bin:", StringComparison.Ordinal)
        );
        Assert.Contains("PYTHONUTF8=1", environment);
    }

    [Fact]
    public void Removal_restores_the_crontab_byte_for_byte()
    {
        Assert.Empty(Facts.Objects("removed"));
        Assert.Equal(Facts.Raw("foreign"), Facts.Raw("before"));
        Assert.Equal(Facts.Raw("before"), Facts.Raw("after"));
    }

    [Fact]
    public void Backups_of_the_crontab_are_kept_and_no_other_files_are_left()
    {
        Assert.Contains(
            Facts.Raw("foreign") + Facts.Raw("foreign"),
            Facts.Raw("backups").Replace(Block, "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["backups", "locks", "mine-notes"],
            Facts
                .Lines("state")
                .Where(line =>
                    !line.Contains('/', StringComparison.Ordinal)
                    && !line.EndsWith("-crontab", StringComparison.Ordinal)
                )
                .Order()
        );
    }

    private string Block => Facts.Raw("crontab")[..^Facts.Raw("foreign").Length];
}

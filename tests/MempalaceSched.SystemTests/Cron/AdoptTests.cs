using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class AdoptScenario()
    : CronScenario(() => CronBed.Run("adopt", start: "2027-01-04 02:59:57", onRequest: true));

/// <summary>Imports crontab lines that somebody wrote by hand, under Debian's cron.</summary>
public sealed class AdoptTests(AdoptScenario scenario) : IClassFixture<AdoptScenario>
{
    private const string LeftAlone = "@weekly mempalace-session | mail robin\n";
    private const string PiSettings = "SHELL=/bin/sh\nPATH=/mnt/home/robin/.local/bin:/usr/local/bin:/usr/bin:/bin\n\n";

    private Facts Facts => scenario.Facts;

    [Fact]
    public void Each_line_becomes_a_schedule_with_the_same_time_and_flags()
    {
        var schedules = Facts.Objects("adopted");
        Assert.Equal(
            ["mempalace-session", "mempalace-pi-session", "mempalace-session-2", "mempalace-session-devbox"],
            schedules.Select(schedule => schedule.GetProperty("Name").GetString())
        );
        Assert.Equal(
            ["Mon 03:00", "Tue 03:00", "Tue 03:00", "Mon 03:00"],
            schedules.Select(schedule => schedule.GetProperty("At").GetString())
        );
        Assert.All(
            schedules,
            schedule =>
            {
                Assert.Equal(
                    ("Cron", "00:00:00"),
                    (schedule.GetProperty("Scheduler").GetString(), schedule.GetProperty("RandomDelay").ToString())
                );
                var next = schedule.GetProperty("NextRun").GetDateTimeOffset();
                Assert.Equal(new TimeOnly(3, 0), TimeOnly.FromDateTime(next.DateTime));
            }
        );
        Assert.Equal("opencode-devbox (developer)", schedules[3].GetProperty("Target").GetString());
        Assert.True(schedules[2].GetProperty("NoRepair").GetBoolean());
        Assert.Equal(
            ["--since", "2026-01-01"],
            schedules[2].GetProperty("ArgumentList").EnumerateArray().Select(word => word.GetString())
        );
        Assert.Equal("m", schedules[2].GetProperty("Environment").GetProperty("MARK").GetString());
    }

    [Fact]
    public void Imported_lines_are_removed_and_all_other_bytes_are_kept()
    {
        var after = Facts.Raw("after");
        Assert.EndsWith(Facts.Raw("foreign") + PiSettings + PiSettings + LeftAlone, after, StringComparison.Ordinal);
        Assert.DoesNotContain("mempalace-session.cron", after, StringComparison.Ordinal);
        Assert.Equal(4, after.Split("# >>> mempalace-sched ").Length - 1);
        Assert.Equal(Facts.Raw("before"), Facts.Raw("backup"));
    }

    [Fact]
    public void On_Monday_at_03_00_cron_runs_only_the_schedule() =>
        Assert.Equal(["mempalace-session  "], Facts.Lines("mined"));

    [Fact]
    public void WhatIf_shows_the_differences_and_writes_nothing()
    {
        Assert.Equal(Facts.Raw("before"), Facts.Raw("whatif.after"));
        var shown = Facts.Text("whatif") + Facts.Messages("whatif");
        Assert.Contains("-0 3 * * 1  /mnt/home/robin/.local/bin/mempalace-session >>", shown, StringComparison.Ordinal);
        Assert.Contains("+# >>> mempalace-sched mempalace-session >>>", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_leaves_all_as_it_was()
    {
        Assert.Contains("no room", Facts.Failed("refused", "SchedulerCommandFailed"), StringComparison.Ordinal);
        Assert.Equal(Facts.Raw("before"), Facts.Raw("refused.after"));
        Assert.DoesNotContain(
            Facts.Lines("refused.files"),
            path => !path.Contains("/backups/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_is_not_understood_is_left_alone_and_said_so()
    {
        Assert.Empty(Facts.Objects("again"));
        Assert.Matches(
            "crontab, line [0-9]+ was not imported: its output is piped to another program",
            Facts.Messages("again")
        );
        Assert.EndsWith(LeftAlone, Facts.Raw("removed.after"), StringComparison.Ordinal);
    }
}

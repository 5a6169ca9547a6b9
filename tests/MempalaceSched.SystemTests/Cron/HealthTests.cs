using System.Globalization;
using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class HealthScenario() : CronScenario(() => CronBed.Run("health", start: "2027-01-04 02:59:20"));

/// <summary>The health of schedules under cron, and the doctor's probe by cron itself.</summary>
public sealed class HealthTests(HealthScenario scenario) : IClassFixture<HealthScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void A_fresh_install_is_healthy() => Assert.Equal("Healthy", Health("healthy"));

    [Fact]
    public void Without_a_daemon_its_scheduler_does_not_run_and_it_is_said_how_it_is_started()
    {
        Assert.Equal("SchedulerNotRunning", Health("not-running"));
        Assert.Contains(
            "Start it: sudo ",
            Facts.Only("not-running").GetProperty("HealthDetail").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(["daemon", "deep: runs"], Checks("not-running.test", "Fail"));
        Assert.Contains(
            "which Repair-MempalaceSchedule cannot fix",
            Facts.Messages("not-running.repair"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("drifted", "Drifted")]
    [InlineData("missing", "Missing")]
    public void A_block_that_was_changed_or_taken_out_is_put_back_to_the_byte(string key, string health)
    {
        Assert.Equal((health, "Healthy"), (Health(key), Health($"{key}.repaired")));
        Assert.Equal(Facts.Raw("installed.crontab"), Facts.Raw($"{key}.crontab"));
    }

    [Fact]
    public void The_difference_of_a_changed_block_is_shown()
    {
        Assert.Contains("\n-1 3 * * 6 ", Facts.Messages("drifted"), StringComparison.Ordinal);
        Assert.Contains("\n+0 3 * * 6 ", Facts.Messages("drifted"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing() =>
        Assert.DoesNotContain("mempalace-sched", Facts.Text("missing.still"), StringComparison.Ordinal);

    [Fact]
    public void Blocks_without_an_owner_are_orphans_and_a_repair_takes_them_out()
    {
        var found = Facts
            .Objects("orphaned")
            .Select(schedule =>
                $"{schedule.GetProperty("Name")} {schedule.GetProperty("Scheduler")} {schedule.GetProperty("Health")}"
            );
        Assert.Equal(
            ["left-over Cron Orphaned", "mine-moved Cron Orphaned", "mine-moved Embedded SchedulerNotRunning"],
            found.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["mine-moved Embedded", "mine-notes Cron"],
            Facts
                .Objects("orphaned.after")
                .Select(schedule => $"{schedule.GetProperty("Name")} {schedule.GetProperty("Scheduler")}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(Facts.Raw("installed.crontab"), Facts.Raw("orphaned.crontab"));
    }

    [Fact]
    public void What_is_left_of_a_schedule_that_moved_is_taken_out_without_harm_to_it() =>
        Assert.Equal("0", Facts.Text("moved.launcher.code").Trim());

    [Fact]
    public void Cron_runs_the_probe_and_nothing_is_left_of_it()
    {
        Assert.Contains("mempalace-probe-", Facts.Text("syslog"), StringComparison.Ordinal);
        Assert.Equal(
            ["home", "palace", "runs", "state", "command"],
            Checks("deep", "Pass")
                .Where(check => check.StartsWith("deep: ", StringComparison.Ordinal))
                .Select(check => check["deep: ".Length..])
                .OrderBy(check => "home palace runs state command".IndexOf(check, StringComparison.Ordinal))
        );
        Assert.Contains("as robin", Detail("deep", "deep: runs"), StringComparison.Ordinal);
        Assert.Empty(Checks("deep", "Fail"));
        Assert.Equal(Facts.Raw("installed.crontab"), Facts.Raw("deep.crontab"));
        Assert.Equal(Facts.Lines("deep.before"), Facts.Lines("deep.after"));
    }

    [Fact]
    public void A_doctor_that_is_stopped_by_ctrl_C_cleans_up_first()
    {
        Assert.Contains("* * * * * /bin/sh '", Facts.Text("stopped.during"), StringComparison.Ordinal);
        Assert.Equal(Facts.Raw("installed.crontab"), Facts.Raw("stopped.after"));
        Assert.InRange(int.Parse(Facts.Text("stopped.seconds"), CultureInfo.InvariantCulture), 0, 15);
        Assert.Equal(Facts.Lines("deep.before"), Facts.Lines("stopped.files"));
    }

    private string Health(string call) => Facts.Only(call).GetProperty("Health").GetString()!;

    private IEnumerable<string> Checks(string call, string status) =>
        Facts
            .Objects(call)
            .Where(check => Is(check, "Status", status))
            .Select(check => check.GetProperty("Check").GetString()!);

    private string Detail(string call, string name) =>
        Facts.Objects(call).Single(check => Is(check, "Check", name)).GetProperty("Detail").GetString()!;

    private static bool Is(JsonElement item, string property, string value) =>
        item.GetProperty(property).GetString() == value;
}

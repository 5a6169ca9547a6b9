using System.Globalization;
using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class HealthScenario() : CronScenario(() => CronBed.Run("health", start: "2027-01-04 02:59:20"));

/// <summary>The health of schedules under cron, and the probe of the doctor, run by cron.</summary>
public sealed class HealthTests(HealthScenario scenario) : IClassFixture<HealthScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void A_fresh_install_is_healthy() => Assert.Equal("Healthy", Health("healthy"));

    [Fact]
    public void Without_a_daemon_the_health_is_SchedulerNotRunning_and_says_how_to_start_it()
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
    public void A_repair_restores_a_changed_or_deleted_block_byte_for_byte(string key, string health)
    {
        Assert.Equal((health, "Healthy"), (Health(key), Health($"{key}.repaired")));
        Assert.Equal(Facts.Raw("installed.crontab"), Facts.Raw($"{key}.crontab"));
    }

    [Fact]
    public void Verbose_shows_the_differences_of_a_changed_block()
    {
        Assert.Contains("\n-1 3 * * 6 ", Facts.Messages("drifted"), StringComparison.Ordinal);
        Assert.Contains("\n+0 3 * * 6 ", Facts.Messages("drifted"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing() =>
        Assert.DoesNotContain("mempalace-sched", Facts.Text("missing.still"), StringComparison.Ordinal);

    [Fact]
    public void Blocks_without_a_definition_are_orphans_and_a_repair_removes_them()
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
    public void Removing_the_old_block_of_a_moved_schedule_keeps_its_launcher() =>
        Assert.Equal("0", Facts.Text("moved.launcher.code").Trim());

    [Fact]
    public void Cron_runs_the_probe_and_the_probe_leaves_nothing()
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
    public void A_doctor_that_Ctrl_C_stops_cleans_up()
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

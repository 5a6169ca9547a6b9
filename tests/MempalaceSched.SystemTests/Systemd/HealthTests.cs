using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class HealthScenario() : Scenario("Health", () => new BedOptions());

/// <summary>
/// Creates each health status under systemd and repairs it where possible. The cron tests cover the statuses that
/// cannot occur under systemd.
/// </summary>
public sealed class HealthTests(HealthScenario scenario) : IClassFixture<HealthScenario>
{
    private Report Report => scenario.Report;

    [Fact]
    public void A_new_schedule_is_healthy_without_details()
    {
        Assert.Equal("Healthy", Health("healthy"));
        Assert.Equal("", Text(Report.Call("healthy").Only, "HealthDetail"));
    }

    [Theory]
    [InlineData("edited", "Drifted", "mempalace-session.timer' differs from what was installed")]
    [InlineData("memory", "Drifted", "systemd has an older version")]
    [InlineData("unlinked", "Drifted", "the timer is running but disabled")]
    [InlineData("stopped", "Drifted", "the timer was stopped but is enabled")]
    [InlineData("launcher", "Drifted", "bin/mempalace-session' does not exist")]
    [InlineData("missing", "Missing", "The scheduler has no job for the schedule")]
    public void Repair_fixes_drifted_and_missing_schedules(string key, string health, string says)
    {
        Assert.Equal((health, health), (Health($"{key}.found"), Health($"{key}.still")));
        Assert.Contains(says, Detail($"{key}.found"), StringComparison.Ordinal);
        Report.Call($"{key}.whatif").IsSilent();
        Assert.Equal(("Healthy", "Healthy"), (Health($"{key}.repaired"), Health($"{key}.after")));
    }

    [Fact]
    public void Repaired_files_are_identical_to_the_installed_files() => Assert.Empty(Report.Lines("repaired.tree"));

    [Fact]
    public void Systemd_uses_the_repaired_units()
    {
        Assert.Matches("^Tue ", Report.Text("edited.next.before"));
        Assert.Matches("^Mon ", Report.Text("edited.next.after"));
        Assert.Matches("^Mon ", Report.Text("missing.next"));
    }

    [Fact]
    public void Repair_leaves_a_disabled_schedule_disabled()
    {
        Assert.Equal("Disabled", Health("disabled.found"));
        Report.Call("disabled.repaired").IsSilent();
        Assert.Equal("Healthy", Health("disabled.mended"));
        Assert.Equal("Disabled", Health("byhand.found"));
        Assert.Equal("Healthy", Health("byhand.mended"));
    }

    [Fact]
    public void Repair_stops_the_active_timer_of_a_disabled_schedule()
    {
        Assert.Equal("Drifted", Health("rogue.found"));
        Assert.Equal(("Disabled", "Disabled"), (Health("rogue.repaired"), Health("rogue.after")));
        Assert.Equal("inactive", Report.Text("rogue.unit"));
    }

    [Fact]
    public void Repair_removes_an_orphaned_schedule()
    {
        var orphan = Report.Call("orphaned.found").Only;
        Assert.Equal(
            ("Orphaned", "Sat 06:00", "OpenCode", "Waiting"),
            (Text(orphan, "Health"), Text(orphan, "At"), Text(orphan, "Source"), Text(orphan, "State"))
        );
        Assert.Equal("Warn", Text(Report.Call("orphaned.checks").Only, "Status"));
        Report.Call("orphaned.whatif").IsSilent();
        Assert.Equal("Orphaned", Health("orphaned.still"));
        Report.Call("orphaned.repaired").IsSilent();
        Assert.Empty(Report.Lines("orphaned.units"));
        Assert.Empty(Report.Lines("orphaned.files"));
        Report.Call("orphaned.after").FailedWith("ScheduleNotFound");
    }

    [Fact]
    public void Repair_reports_a_missing_command_and_another_command_fixes_it()
    {
        Assert.Equal("CommandGone", Health("gone.found"));
        Report.Call("gone.repair").FailedWith("CommandNotFound");
        Assert.Equal("Healthy", Health("gone.mended"));
    }

    [Theory]
    [InlineData("failing", "Failing", "The last 3 runs failed")]
    [InlineData("overdue", "Overdue", "No run has made progress")]
    public void A_successful_run_ends_Failing_and_Overdue(string key, string health, string says)
    {
        Assert.Equal(health, Health($"{key}.found"));
        Assert.Contains(says, Detail($"{key}.found"), StringComparison.Ordinal);
        Assert.Equal("Healthy", Health($"{key}.mended"));
    }

    [Fact]
    public void An_overdue_schedule_makes_Repair_warn_and_fails_a_check()
    {
        Assert.Contains(
            "which Repair-MempalaceSchedule cannot fix",
            Assert.Single(Report.Call("overdue.repair").Warnings),
            StringComparison.Ordinal
        );
        Assert.Equal(["last run"], Checks("overdue.checks", "Fail"));
    }

    [Fact]
    public void Disabled_linger_is_reported_and_enabled_on_request()
    {
        Assert.Equal("LingerOff", Health("linger.found"));
        Assert.Equal(["linger"], Checks("linger.checks", "Warn"));
        Assert.Equal(("Healthy", "Healthy"), (Health("linger.repaired"), Health("linger.after")));
    }

    [Fact]
    public void Without_a_user_manager_the_health_is_Unknown_and_a_fix_is_suggested()
    {
        var schedule = Assert.Single(Report.Call("unknown.found").Output);
        Assert.Equal(("Unknown", "Unreachable"), (Text(schedule, "Health"), Text(schedule, "State")));
        Assert.Equal(["scheduler", "deep: runs"], Checks("unknown.checks", "Fail"));
        Assert.Contains(
            Report.Call("unknown.checks").Output,
            check => Text(check, "Fix").Contains("enable-linger", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_healthy_schedule_passes_every_check()
    {
        var checks = Report.Call("test.checks").Output;
        Assert.Equal(18, checks.Count);
        // This schedule makes no backups.
        Assert.All(
            checks,
            check => Assert.Equal(Text(check, "Check") == "backups" ? "Skip" : "Pass", Text(check, "Status"))
        );
    }

    [Fact]
    public void A_probe_runs_under_the_user_manager_and_leaves_nothing()
    {
        var deep = Report
            .Call("deep.checks")
            .Output.Where(check => Text(check, "Check").StartsWith("deep: ", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(
            ["runs", "home", "command", "state", "mempalace", "store", "palace"],
            deep.Select(check => Text(check, "Check")["deep: ".Length..])
        );
        Assert.All(deep, check => Assert.Equal("Pass", Text(check, "Status")));
        Assert.Contains("as bedtest", Text(deep[0], "Detail"), StringComparison.Ordinal);
        Assert.Empty(Report.Lines("deep.tree"));
        Assert.Empty(Report.Lines("deep.units"));
    }

    [Fact]
    public void Unreadable_sessions_fail_both_the_local_check_and_the_probe() =>
        Assert.Equal(["store", "deep: store"], Checks("deep.bad", "Fail"));

    private string Health(string key) => Text(Assert.Single(Report.Call(key).Output), "Health");

    private string Detail(string key) => Text(Assert.Single(Report.Call(key).Output), "HealthDetail");

    private IEnumerable<string> Checks(string key, string status) =>
        Report.Call(key).Output.Where(check => Text(check, "Status") == status).Select(check => Text(check, "Check"));
}

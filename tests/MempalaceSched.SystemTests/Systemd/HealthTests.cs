using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class HealthScenario() : Scenario("Health", () => new BedOptions());

/// <summary>
/// Each health is made for real under systemd, and mended where it can be; cron has those that systemd cannot have.
/// </summary>
public sealed class HealthTests(HealthScenario scenario) : IClassFixture<HealthScenario>
{
    private Report Report => scenario.Report;

    [Fact]
    public void A_fresh_install_is_healthy_and_has_nothing_to_say()
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
    [InlineData("missing", "Missing", "The scheduler does not know the schedule")]
    public void What_is_not_as_it_was_written_is_found_and_put_back(string key, string health, string says)
    {
        Assert.Equal((health, health), (Health($"{key}.found"), Health($"{key}.still")));
        Assert.Contains(says, Detail($"{key}.found"), StringComparison.Ordinal);
        Report.Call($"{key}.whatif").IsSilent();
        Assert.Equal(("Healthy", "Healthy"), (Health($"{key}.repaired"), Health($"{key}.after")));
    }

    [Fact]
    public void What_was_put_back_is_what_was_installed_to_the_byte() => Assert.Empty(Report.Lines("repaired.tree"));

    [Fact]
    public void Systemd_goes_by_what_was_put_back()
    {
        Assert.Matches("^Tue ", Report.Text("edited.next.before"));
        Assert.Matches("^Mon ", Report.Text("edited.next.after"));
        Assert.Matches("^Mon ", Report.Text("missing.next"));
    }

    [Fact]
    public void Disabled_is_no_fault_and_a_repair_leaves_it_so()
    {
        Assert.Equal("Disabled", Health("disabled.found"));
        Report.Call("disabled.repaired").IsSilent();
        Assert.Equal("Healthy", Health("disabled.mended"));
        Assert.Equal("Disabled", Health("byhand.found"));
        Assert.Equal("Healthy", Health("byhand.mended"));
    }

    [Fact]
    public void A_disabled_one_that_systemd_runs_is_stopped_by_a_repair()
    {
        Assert.Equal("Drifted", Health("rogue.found"));
        Assert.Equal(("Disabled", "Disabled"), (Health("rogue.repaired"), Health("rogue.after")));
        Assert.Equal("inactive", Report.Text("rogue.unit"));
    }

    [Fact]
    public void An_orphan_is_shown_with_what_its_files_say_and_a_repair_takes_it_away()
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
    public void A_command_that_is_gone_is_an_error_of_a_repair_and_mended_by_another()
    {
        Assert.Equal("CommandGone", Health("gone.found"));
        Report.Call("gone.repair").FailedWith("CommandNotFound");
        Assert.Equal("Healthy", Health("gone.mended"));
    }

    [Theory]
    [InlineData("failing", "Failing", "The last 3 runs failed")]
    [InlineData("overdue", "Overdue", "No run has made progress")]
    public void Runs_that_fail_or_do_not_come_are_mended_by_one_that_works(string key, string health, string says)
    {
        Assert.Equal(health, Health($"{key}.found"));
        Assert.Contains(says, Detail($"{key}.found"), StringComparison.Ordinal);
        Assert.Equal("Healthy", Health($"{key}.mended"));
    }

    [Fact]
    public void An_overdue_schedule_is_a_warning_of_a_repair_and_a_failed_check()
    {
        Assert.Contains(
            "which Repair-MempalaceSchedule cannot fix",
            Assert.Single(Report.Call("overdue.repair").Warnings),
            StringComparison.Ordinal
        );
        Assert.Equal(["last run"], Checks("overdue.checks", "Fail"));
    }

    [Fact]
    public void Lingering_that_is_off_is_told_and_turned_on_where_that_is_asked_for()
    {
        Assert.Equal("LingerOff", Health("linger.found"));
        Assert.Equal(["linger"], Checks("linger.checks", "Warn"));
        Assert.Equal(("Healthy", "Healthy"), (Health("linger.repaired"), Health("linger.after")));
    }

    [Fact]
    public void Without_a_manager_nothing_is_known_and_the_doctor_says_how_to_get_one()
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
    public void A_schedule_that_is_well_passes_every_check()
    {
        Assert.Equal(16, Report.Call("test.checks").Output.Count);
        Assert.All(Report.Call("test.checks").Output, check => Assert.Equal("Pass", Text(check, "Status")));
    }

    [Fact]
    public void A_probe_runs_under_the_user_manager_and_leaves_nothing_behind()
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
    public void Sessions_that_cannot_be_read_are_seen_from_here_and_from_there() =>
        Assert.Equal(["store", "deep: store"], Checks("deep.bad", "Fail"));

    private string Health(string key) => Text(Assert.Single(Report.Call(key).Output), "Health");

    private string Detail(string key) => Text(Assert.Single(Report.Call(key).Output), "HealthDetail");

    private IEnumerable<string> Checks(string key, string status) =>
        Report.Call(key).Output.Where(check => Text(check, "Status") == status).Select(check => Text(check, "Check"));
}

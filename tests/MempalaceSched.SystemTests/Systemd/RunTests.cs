using System.Text.Json;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class RunsScenario() : Scenario("Runs", () => new BedOptions());

/// <summary>Tests runs that overlap, exceed the time limit, or are stopped.</summary>
public sealed class RunTests(RunsScenario scenario) : IClassFixture<RunsScenario>
{
    private Report Report => scenario.Report;

    private bool Came(string key) => Report[key].GetBoolean();

    [Fact]
    public void Get_shows_that_the_schedule_is_running()
    {
        Assert.True(Came("overlap.started"));
        var schedule = Report.Call("overlap.get").Only;
        Assert.Equal(("Running", "Running"), (Text(schedule, "State"), Text(schedule, "LastOutcome")));
    }

    [Fact]
    public void A_second_launcher_exits_with_Busy_during_a_run()
    {
        var launcher = Report["overlap.launcher"];
        Assert.Equal(75, launcher.GetProperty("Code").GetInt32());
        Assert.Matches(@"^mine-slow: Busy: already running: mine-slow \(PID \d+\)$", Text(launcher, "Said"));
    }

    [Fact]
    public void Start_returns_Busy_during_a_run()
    {
        var run = Report.Call("overlap.start").Only;
        Assert.Equal(("Busy", "75"), (Text(run, "Outcome"), Text(run, "ExitCode")));
        Assert.Matches(@"^already running since .* \(PID \d+\)$", Text(run, "Reason"));
    }

    [Fact]
    public void A_second_start_of_the_unit_joins_the_first()
    {
        Assert.True(Came("overlap.ended"));
        // The launcher that was started manually, and the run.
        Assert.Equal(["Busy", "Succeeded"], Report.Runs("overlap.history").Select(run => Text(run, "outcome")));
    }

    [Fact]
    public void A_schedule_with_the_same_palace_is_Busy_and_names_the_lock_holder()
    {
        var run = Report.Call("overlap.palace").Only;
        Assert.Equal("Busy", Text(run, "Outcome"));
        Assert.Matches(@"is held by mine-slow \(PID \d+\)$", Text(run, "Reason"));
    }

    [Fact]
    public void Busy_does_not_fail_the_unit() => Assert.Equal("inactive", Report.Text("overlap.palace.unit"));

    [Fact]
    public void The_palace_lock_is_released_after_the_run() =>
        Assert.Equal("Succeeded", Text(Report.Call("overlap.after").Only, "Outcome"));

    [Fact]
    public void Purge_is_rejected_during_a_run() => Report.Call("overlap.purge").FailedWith("MineRunning");

    [Fact]
    public void The_time_limit_stops_a_run_and_all_its_processes()
    {
        var run = Report.Call("limit").Only;
        Assert.Equal(
            ("TimedOut", "124", "over its limit of 2 s"),
            (Text(run, "Outcome"), Text(run, "ExitCode"), Text(run, "Reason"))
        );
        Assert.Empty(Report.Lines("limit.left"));
    }

    [Fact]
    public void Exceeding_the_time_limit_fails_the_unit()
    {
        Assert.Equal("exit-code", Text(Report["limit.unit"], "Result"));
        Assert.Equal("124", Text(Report["limit.unit"], "Code"));
        Assert.Equal("TimedOut", Text(Report.Call("limit.get").Only, "LastOutcome"));
    }

    [Fact]
    public void A_stopped_run_ends_within_the_grace_period_and_leaves_no_process()
    {
        Assert.True(Came("stop.started") && Came("stop.working"));
        Assert.Equal("Interrupted", Text(Report.Runs("stop.history")[^1], "outcome"));
        Assert.Empty(Report.Lines("stop.left"));
        Assert.InRange(Report["stop.seconds"].GetDouble(), 0.5, 10);
    }

    [Fact]
    public void Stopping_a_run_does_not_fail_the_unit()
    {
        JsonElement unit = Report["stop.unit"];
        Assert.Equal(("success", "inactive", "143"), (Text(unit, "Result"), Text(unit, "State"), Text(unit, "Code")));
        Assert.Equal(
            ("Waiting", "Interrupted"),
            (Text(Report.Call("stop.get").Only, "State"), Text(Report.Call("stop.get").Only, "LastOutcome"))
        );
    }

    [Fact]
    public void Stop_has_the_same_effect_as_systemctl_stop()
    {
        Assert.True(Came("asked.started") && Came("asked.working"));
        Assert.Equal(
            ("Interrupted", "143"),
            (Text(Report.Call("asked").Only, "Outcome"), Text(Report.Call("asked").Only, "ExitCode"))
        );
        Assert.Empty(Report.Lines("asked.left"));
        Assert.Equal(
            ("success", "inactive", "143"),
            (
                Text(Report["asked.unit"], "Result"),
                Text(Report["asked.unit"], "State"),
                Text(Report["asked.unit"], "Code")
            )
        );
    }

    [Fact]
    public void Stop_ends_a_run_that_systemd_did_not_start()
    {
        Assert.True(Came("hand.working"));
        Assert.Equal("inactive", Report.Text("hand.unit"));
        Assert.Equal("Interrupted", Text(Report.Call("hand").Only, "Outcome"));
        Assert.Empty(Report.Lines("hand.left"));
    }

    [Fact]
    public void Remove_leaves_nothing_after_a_killed_run()
    {
        Assert.True(Came("stop.again") && Came("killed.ended"));
        Report.Call("killed.remove").IsSilent();
        Assert.Empty(Report.Lines("killed.units"));
    }

    [Fact]
    public void Remove_lets_the_current_run_finish()
    {
        Report.Call("removed.call").IsSilent();
        Assert.NotEqual("0", Report.Text("removed.running"));
        Assert.True(Came("removed.ended"));
        Assert.Equal("Succeeded", Text(Report.Runs("removed.history")[^1], "outcome"));
        Assert.True(Came("removed.forgotten"));
    }
}

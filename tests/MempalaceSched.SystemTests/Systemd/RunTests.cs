using System.Text.Json;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class RunsScenario() : Scenario("Runs", () => new BedOptions());

/// <summary>Runs that overlap, last too long, or are stopped.</summary>
public sealed class RunTests(RunsScenario scenario) : IClassFixture<RunsScenario>
{
    private Report Report => scenario.Report;

    private bool Came(string key) => Report[key].GetBoolean();

    [Fact]
    public void Get_shows_that_it_mines()
    {
        Assert.True(Came("overlap.started"));
        var schedule = Report.Call("overlap.get").Only;
        Assert.Equal(("Running", "Running"), (Text(schedule, "State"), Text(schedule, "LastOutcome")));
    }

    [Fact]
    public void The_launcher_is_refused_by_the_lock_while_another_runs()
    {
        var launcher = Report["overlap.launcher"];
        Assert.Equal(75, launcher.GetProperty("Code").GetInt32());
        Assert.Matches(@"^mine-slow: Busy: already running: mine-slow \(PID \d+\)$", Text(launcher, "Said"));
    }

    [Fact]
    public void Start_says_that_it_is_busy()
    {
        var run = Report.Call("overlap.start").Only;
        Assert.Equal(("Busy", "75"), (Text(run, "Outcome"), Text(run, "ExitCode")));
        Assert.Matches(@"^already running since .* \(PID \d+\)$", Text(run, "Reason"));
    }

    [Fact]
    public void A_second_start_of_the_unit_becomes_one_with_the_first()
    {
        Assert.True(Came("overlap.ended"));
        // The launcher by hand, and the run.
        Assert.Equal(["Busy", "Succeeded"], Report.Runs("overlap.history").Select(run => Text(run, "outcome")));
    }

    [Fact]
    public void Another_schedule_of_the_same_palace_is_busy_and_names_the_holder()
    {
        var run = Report.Call("overlap.palace").Only;
        Assert.Equal("Busy", Text(run, "Outcome"));
        Assert.Matches(@"is held by mine-slow \(PID \d+\)$", Text(run, "Reason"));
    }

    [Fact]
    public void Busy_is_no_failure_of_the_unit() => Assert.Equal("inactive", Report.Text("overlap.palace.unit"));

    [Fact]
    public void The_palace_is_free_again_afterwards() =>
        Assert.Equal("Succeeded", Text(Report.Call("overlap.after").Only, "Outcome"));

    [Fact]
    public void A_running_mine_is_not_purged() => Report.Call("overlap.purge").FailedWith("MineRunning");

    [Fact]
    public void A_mine_over_its_limit_is_ended_with_all_its_processes()
    {
        var run = Report.Call("limit").Only;
        Assert.Equal(
            ("TimedOut", "124", "over its limit of 2 s"),
            (Text(run, "Outcome"), Text(run, "ExitCode"), Text(run, "Reason"))
        );
        Assert.Empty(Report.Lines("limit.left"));
    }

    [Fact]
    public void A_mine_over_its_limit_fails_its_unit()
    {
        Assert.Equal("exit-code", Text(Report["limit.unit"], "Result"));
        Assert.Equal("124", Text(Report["limit.unit"], "Code"));
        Assert.Equal("TimedOut", Text(Report.Call("limit.get").Only, "LastOutcome"));
    }

    [Fact]
    public void A_stopped_mine_is_interrupted_within_its_grace_and_leaves_no_process()
    {
        Assert.True(Came("stop.started") && Came("stop.working"));
        Assert.Equal("Interrupted", Text(Report.Runs("stop.history")[^1], "outcome"));
        Assert.Empty(Report.Lines("stop.left"));
        Assert.InRange(Report["stop.seconds"].GetDouble(), 0.5, 10);
    }

    [Fact]
    public void A_stopped_mine_is_no_failure_of_the_unit()
    {
        JsonElement unit = Report["stop.unit"];
        Assert.Equal(("success", "inactive", "143"), (Text(unit, "Result"), Text(unit, "State"), Text(unit, "Code")));
        Assert.Equal(
            ("Waiting", "Interrupted"),
            (Text(Report.Call("stop.get").Only, "State"), Text(Report.Call("stop.get").Only, "LastOutcome"))
        );
    }

    [Fact]
    public void Stop_ends_the_unit_as_systemd_would()
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
    public void Stop_ends_a_mine_of_which_systemd_does_not_know()
    {
        Assert.True(Came("hand.working"));
        Assert.Equal("inactive", Report.Text("hand.unit"));
        Assert.Equal("Interrupted", Text(Report.Call("hand").Only, "Outcome"));
        Assert.Empty(Report.Lines("hand.left"));
    }

    [Fact]
    public void A_killed_mine_is_removed_without_a_trace()
    {
        Assert.True(Came("stop.again") && Came("killed.ended"));
        Report.Call("killed.remove").IsSilent();
        Assert.Empty(Report.Lines("killed.units"));
    }

    [Fact]
    public void A_schedule_that_is_removed_while_it_mines_ends_its_mine_in_peace()
    {
        Report.Call("removed.call").IsSilent();
        Assert.NotEqual("0", Report.Text("removed.running"));
        Assert.True(Came("removed.ended"));
        Assert.Equal("Succeeded", Text(Report.Runs("removed.history")[^1], "outcome"));
        Assert.True(Came("removed.forgotten"));
    }
}

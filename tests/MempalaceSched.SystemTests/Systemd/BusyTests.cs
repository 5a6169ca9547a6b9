using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class BusyScenario() : Scenario("Busy", () => new BedOptions());

/// <summary>Tests schedules whose palace another process holds, with real timers.</summary>
public sealed class BusyTests(BusyScenario scenario) : IClassFixture<BusyScenario>
{
    private Report Report => scenario.Report;

    [Fact]
    public void The_occurrence_is_tried_again_until_the_palace_is_free()
    {
        Assert.True(Came("tries.three"));
        Assert.True(Came("tries.succeeded"));
        Assert.True(Came("tries.gone"));
        var outcomes = Report.Runs("tries.history").Select(run => Text(run, "outcome")).ToList();
        Assert.Equal("Succeeded", outcomes[^1]);
        Assert.All(outcomes.SkipLast(1), outcome => Assert.Equal("Busy", outcome));
    }

    [Fact]
    public void A_busy_try_fails_no_unit() => Assert.Equal("", Report.Text("tries.failed"));

    [Fact]
    public void The_history_folds_the_tries()
    {
        var all = Report.Call("tries.all").Output.Count;
        Assert.True(all >= 4);
        var folded = Report.Call("tries.folded").Output;
        Assert.Equal(["Succeeded", "Busy"], folded.Select(run => Text(run, "Outcome")));
        Assert.Equal($"{all - 1}", Text(folded[1], "Tries"));
    }

    [Fact]
    public void While_it_waits_the_schedule_is_waiting_and_shows_the_next_try()
    {
        Assert.True(Came("waiting.timer"));
        var schedule = Report.Call("waiting.get").Only;
        Assert.Equal(
            ("Waiting", "Healthy", "Busy"),
            (Text(schedule, "State"), Text(schedule, "Health"), Text(schedule, "LastOutcome"))
        );
        Assert.InRange(Report["waiting.seconds"].GetDouble(), 3000, 3600);
    }

    [Fact]
    public void While_it_waits_the_schedule_can_be_started_by_hand() =>
        Assert.Equal("Succeeded", Text(Report.Call("waiting.start").Only, "Outcome"));

    [Fact]
    public void A_run_that_is_started_by_hand_can_be_busy() =>
        Assert.Equal("Busy", Text(Report.Call("manual").Only, "Outcome"));

    [Fact]
    public void A_reboot_catches_the_occurrence_up()
    {
        Assert.Equal(2000, Report["waiting.stamp"].GetInt32());
        Assert.True(Came("reboot.gone"));
        Assert.True(Came("reboot.caughtUp"));
        Assert.Equal("Succeeded", Text(Report.Runs("reboot.history")[^1], "outcome"));
    }

    /// <summary>A timer whose stamp is older than its last occurrence runs at once.</summary>
    [Fact]
    public void An_occurrence_that_a_try_has_run_is_not_run_again()
    {
        Assert.Equal(DateTime.Now.Year, Report["tries.stamp"].GetInt32());
        Assert.Equal(DateTime.Now.Year, Report["again.stamp"].GetInt32());
        Assert.True(Report["again.seconds"].GetDouble() > 0);
        Assert.Equal("waiting", Report.Text("again.state"));
    }

    [Fact]
    public void Disable_and_remove_end_the_wait()
    {
        Assert.True(Came("disable.timer"));
        Assert.Empty(Report.Call("disable.call").Errors);
        Assert.True(Came("disable.gone"));
        Assert.Empty(Report.Call("remove").Errors);
        Assert.Equal("", Report.Text("remove.units"));
    }

    private bool Came(string key) => Report[key].GetBoolean();
}

using System.Text.Json;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class ClockScenario() : Scenario("Clock", Options), IDisposable
{
    private static readonly TemporaryFolder Folder = new();

    public void Dispose() => Folder.Dispose();

    private static BedOptions Options()
    {
        return new BedOptions
        {
            Files = new Dictionary<string, string> { [ClockShift.Build(Folder)] = ClockShift.InBed },
            ManagerDropIn = ClockShift.DropIn,
        };
    }
}

/// <summary>Tests timers that fire on schedule, and catch-up for missed occurrences.</summary>
public sealed class ClockTests(ClockScenario scenario) : IClassFixture<ClockScenario>
{
    private Report Report => scenario.Report;

    private static DateTimeOffset Started(JsonElement run) => run.GetProperty("started").GetDateTimeOffset();

    [Fact]
    public void Install_does_not_start_a_run() => Assert.Equal("0", Report.Text("before"));

    [Fact]
    public void The_timer_fires_on_Monday_at_three()
    {
        Assert.Equal("Waiting", Text(Report.Call("install").Only, "State"));
        Assert.True(Report["monday.came"].GetBoolean());
        var run = Assert.Single(Report.Runs("monday.runs"));
        Assert.InRange(
            Started(run),
            new(2027, 1, 11, 3, 0, 0, TimeSpan.FromHours(1)),
            new(2027, 1, 11, 3, 0, 5, TimeSpan.FromHours(1))
        );
        Assert.Equal(("scheduled", "Succeeded"), (Text(run, "trigger"), Text(run, "outcome")));
    }

    [Fact]
    public void One_run_catches_up_on_three_missed_weeks()
    {
        Assert.True(Report["missed.came"].GetBoolean());
        var runs = Report.Runs("missed.runs");
        Assert.Equal(2, runs.Count);
        Assert.InRange(
            Started(runs[1]),
            new(2027, 2, 3, 11, 59, 58, TimeSpan.FromHours(1)),
            new(2027, 2, 3, 12, 0, 10, TimeSpan.FromHours(1))
        );
        Assert.Equal("scheduled", Text(runs[1], "trigger"));
    }

    [Fact]
    public void NoCatchUp_skips_missed_occurrences()
    {
        Assert.Single(Report.Runs("monday.runs.other"));
        Assert.Single(Report.Runs("missed.runs.other"));
    }

    [Fact]
    public void With_NoCatchUp_the_next_run_is_on_the_following_Monday() =>
        Assert.Equal("Mon 2027-02-08 03:00:00 CET", Report.Text("missed.next"));

    [Fact]
    public void A_disabled_schedule_stays_disabled_after_a_restart_and_does_not_catch_up()
    {
        Report.Call("disabled").IsSilent();
        Assert.Equal("Disabled", Text(Report.Call("disabled.get").Only, "State"));
        Report.Call("enabled").IsSilent();
        Assert.Equal("0", Report.Text("enabled.runs"));
        Assert.Equal("1", Report.Text("enabled.monday"));
    }

    [Fact]
    public void Get_without_a_user_manager_returns_known_values_and_warns()
    {
        var call = Report.Call("unreachable.get");
        var schedule = Assert.Single(call.Output);
        Assert.Equal(("mempalace-session", "Unreachable"), (Text(schedule, "Name"), Text(schedule, "State")));
        Assert.Equal(JsonValueKind.Null, schedule.GetProperty("NextRun").ValueKind);
        Assert.StartsWith("systemd did not answer", Assert.Single(call.Warnings), StringComparison.Ordinal);
        Assert.Empty(call.Errors);
    }

    [Theory]
    [InlineData("unreachable.start")]
    [InlineData("unreachable.remove")]
    [InlineData("unreachable.install")]
    public void Other_commands_fail_without_a_user_manager_and_change_nothing(string key)
    {
        Assert.Contains(
            "no manager answers",
            Report.Call(key).FailedWith("SchedulerUnavailable"),
            StringComparison.Ordinal
        );
        Assert.Empty(Report.Lines("unreachable.tree"));
    }
}

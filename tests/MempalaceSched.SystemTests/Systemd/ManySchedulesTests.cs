using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class ManyScenario() : Scenario("Many", () => new BedOptions());

/// <summary>Checks that the number of processes does not grow with the number of schedules.</summary>
public sealed class ManySchedulesTests(ManyScenario scenario) : IClassFixture<ManyScenario>
{
    private Report Report => scenario.Report;

    private IEnumerable<string> Verbs(string key) => Report.Lines(key).Select(call => call.Split(' ')[3]);

    [Fact]
    public void Installing_twenty_schedules_takes_one_enable_and_one_show()
    {
        Assert.Equal(["enable", "show"], Verbs("twenty.calls"));
        Assert.Empty(Report.Lines("twenty.errors"));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"mine-{i}"), Report.Lines("twenty.names"));
        Assert.Equal(20, Report["twenty.active"].GetInt32());
    }

    [Fact]
    public void Reinstalling_twenty_unchanged_schedules_takes_one_show() =>
        Assert.Equal(["show"], Verbs("twenty.same.calls"));

    [Fact]
    public void Updating_twenty_schedules_restarts_every_timer_with_few_commands()
    {
        Assert.Equal(["show", "show", "enable", "show"], Verbs("twenty.update.calls"));
        Assert.Empty(Report.Lines("twenty.update.errors"));
        Assert.Empty(Report.Lines("twenty.update.next"));
    }

    [Theory]
    [InlineData("twenty", 20)]
    [InlineData("hundred", 100)]
    public void Get_calls_systemctl_once_for_any_number_of_schedules(string key, int count)
    {
        Assert.Equal(["show"], Verbs($"{key}.get.calls"));
        Assert.Equal(count, Report[$"{key}.get"].GetInt32());
    }

    [Fact]
    public void All_of_a_hundred_schedules_are_waiting() => Assert.Equal(100, Report["hundred.waiting"].GetInt32());

    [Fact]
    public void Removing_a_hundred_schedules_takes_four_commands_and_leaves_nothing()
    {
        Report.Call("hundred.remove").IsSilent();
        Assert.Equal(["show", "disable", "daemon-reload", "reset-failed"], Verbs("hundred.remove.calls"));
        Assert.Empty(Report.Lines("hundred.units"));
        Assert.Empty(Report.Lines("hundred.tree"));
    }
}

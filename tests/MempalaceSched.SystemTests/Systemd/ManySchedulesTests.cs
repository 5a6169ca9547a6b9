using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class ManyScenario() : Scenario("Many", () => new BedOptions());

/// <summary>The number of processes does not grow with the number of schedules.</summary>
public sealed class ManySchedulesTests(ManyScenario scenario) : IClassFixture<ManyScenario>
{
    private Report Report => scenario.Report;

    private IEnumerable<string> Verbs(string key) => Report.Lines(key).Select(call => call.Split(' ')[3]);

    [Fact]
    public void Twenty_in_one_pipeline_are_enabled_by_one_command_and_asked_for_by_one()
    {
        Assert.Equal(["enable", "show"], Verbs("twenty.calls"));
        Assert.Empty(Report.Lines("twenty.errors"));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"mine-{i}"), Report.Lines("twenty.names"));
        Assert.Equal(20, Report["twenty.active"].GetInt32());
    }

    [Fact]
    public void Twenty_that_are_there_already_take_one_question() => Assert.Equal(["show"], Verbs("twenty.same.calls"));

    [Fact]
    public void Twenty_that_change_take_three_commands_and_are_all_armed_again()
    {
        Assert.Equal(["show", "show", "enable", "show"], Verbs("twenty.update.calls"));
        Assert.Empty(Report.Lines("twenty.update.errors"));
        Assert.Empty(Report.Lines("twenty.update.next"));
    }

    [Theory]
    [InlineData("twenty", 20)]
    [InlineData("hundred", 100)]
    public void Get_asks_once_however_many_there_are(string key, int count)
    {
        Assert.Equal(["show"], Verbs($"{key}.get.calls"));
        Assert.Equal(count, Report[$"{key}.get"].GetInt32());
    }

    [Fact]
    public void Every_one_of_a_hundred_waits() => Assert.Equal(100, Report["hundred.waiting"].GetInt32());

    [Fact]
    public void A_hundred_are_removed_by_a_handful_of_commands_without_a_trace()
    {
        Report.Call("hundred.remove").IsSilent();
        Assert.Equal(["show", "disable", "daemon-reload", "reset-failed"], Verbs("hundred.remove.calls"));
        Assert.Empty(Report.Lines("hundred.units"));
        Assert.Empty(Report.Lines("hundred.tree"));
    }
}

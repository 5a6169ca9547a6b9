using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class RefusalScenario() : CronScenario(() => CronBed.Run("refusals"));

/// <summary>What keeps cron from being used is an error with a name and a way out, and changes nothing.</summary>
public sealed class RefusalTests(RefusalScenario scenario) : IClassFixture<RefusalScenario>
{
    private Facts Facts => scenario.Facts;

    [Theory]
    [InlineData("both-days", "RecurrenceNotSupported", "either")]
    [InlineData("linger", "OptionConflict", "without a login")]
    [InlineData("returns", "CrontabUnsafe", "carriage return")]
    [InlineData("return-within", "CrontabUnsafe", "carriage return")]
    [InlineData("reversed", "CrontabUnsafe", "does not begin")]
    [InlineData("doubled", "CrontabUnsafe", "twice")]
    [InlineData("unclosed", "CrontabUnsafe", "does not end")]
    [InlineData("denied", "SchedulerUnavailable", "cron.deny")]
    [InlineData("no-crontab", "SchedulerUnavailable", "apt install cron")]
    public void It_is_refused_and_nothing_is_written(string call, string id, string says)
    {
        Assert.Contains(says, Facts.Failed(call, id), StringComparison.Ordinal);
        Assert.Equal(Facts.Raw(call + ".before"), Facts.Raw(call + ".after"));
        if (call is "denied" or "no-crontab")
            return; // others have been installed by then
        Assert.Equal(
            [],
            Facts.Lines(call + ".files").Where(path => path.Contains("mempalace-sched", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Without_a_daemon_it_is_installed_and_said_that_nothing_will_run()
    {
        Assert.Equal("NotRunning", Facts.Only("no-daemon").GetProperty("State").GetString());
        Assert.Contains("The cron daemon is not running", Facts.Messages("no-daemon"), StringComparison.Ordinal);
        Assert.Contains("Start it: sudo ", Facts.Messages("no-daemon"), StringComparison.Ordinal);
        Assert.Equal("NotRunning", Facts.Only("no-daemon-get").GetProperty("State").GetString());
        Assert.Equal("Waiting", Facts.Only("daemon").GetProperty("State").GetString());
    }

    [Fact]
    public void Auto_takes_cron_only_where_its_daemon_runs()
    {
        Assert.Contains("cron is not used", Facts.Messages("no-daemon-auto"), StringComparison.Ordinal);
        Assert.Contains("cron is used", Facts.Messages("daemon-auto"), StringComparison.Ordinal);
        Assert.Equal("Cron", Facts.Only("daemon-auto").GetProperty("Scheduler").GetString());
    }

    [Fact]
    public void The_two_characters_of_a_return_within_a_command_are_kept() =>
        Assert.EndsWith("A=1\n1 2 3 4 * tr -d \"\\r\" <a\n", Facts.Text("kept"), StringComparison.Ordinal);

    [Fact]
    public void A_block_that_is_gone_or_changed_is_seen_and_mended()
    {
        Assert.Equal("Missing", Facts.Only("emptied").GetProperty("State").GetString());
        Assert.Equal("Waiting", Facts.Only("mended").GetProperty("State").GetString());
        Assert.Equal("Waiting", Facts.Only("mended-again").GetProperty("State").GetString());
        var lines = Facts.Lines("mended.crontab");
        Assert.Equal(4, lines.Length);
        Assert.DoesNotContain(lines, line => line.StartsWith("1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Get_of_a_user_who_is_denied_shows_what_is_known()
    {
        Assert.Equal("Unreachable", Facts.Only("denied-get").GetProperty("State").GetString());
        Assert.Contains("not allowed", Facts.Messages("denied-get"), StringComparison.Ordinal);
    }
}

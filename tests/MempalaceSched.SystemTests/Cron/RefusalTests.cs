using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class RefusalScenario() : CronScenario(() => CronBed.Run("refusals"));

/// <summary>
/// A problem that prevents the use of cron is an error with an ID and a recommendation, and changes nothing.
/// </summary>
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
    public void An_install_fails_and_writes_nothing(string call, string id, string says)
    {
        Assert.Contains(says, Facts.Failed(call, id), StringComparison.Ordinal);
        Assert.Equal(Facts.Raw(call + ".before"), Facts.Raw(call + ".after"));
        if (call is "denied" or "no-crontab")
            return; // earlier calls of the scenario have installed other schedules
        Assert.Equal(
            [],
            Facts.Lines(call + ".files").Where(path => path.Contains("mempalace-sched", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void An_install_without_a_daemon_warns_that_nothing_will_run()
    {
        Assert.Equal("NotRunning", Facts.Only("no-daemon").GetProperty("State").GetString());
        Assert.Contains("The cron daemon is not running", Facts.Messages("no-daemon"), StringComparison.Ordinal);
        Assert.Contains("Start it: sudo ", Facts.Messages("no-daemon"), StringComparison.Ordinal);
        Assert.Equal("NotRunning", Facts.Only("no-daemon-get").GetProperty("State").GetString());
        Assert.Equal("Waiting", Facts.Only("daemon").GetProperty("State").GetString());
    }

    [Fact]
    public void Auto_selects_cron_only_if_its_daemon_runs()
    {
        Assert.Contains("cron is not used", Facts.Messages("no-daemon-auto"), StringComparison.Ordinal);
        Assert.Contains("cron is used", Facts.Messages("daemon-auto"), StringComparison.Ordinal);
        Assert.Equal("Cron", Facts.Only("daemon-auto").GetProperty("Scheduler").GetString());
    }

    [Fact]
    public void A_backslash_and_an_r_in_a_command_are_kept() =>
        Assert.EndsWith("A=1\n1 2 3 4 * tr -d \"\\r\" <a\n", Facts.Text("kept"), StringComparison.Ordinal);

    [Fact]
    public void A_missing_or_changed_block_is_detected_and_restored_by_an_install()
    {
        Assert.Equal("Missing", Facts.Only("emptied").GetProperty("State").GetString());
        Assert.Equal("Waiting", Facts.Only("mended").GetProperty("State").GetString());
        Assert.Equal("Waiting", Facts.Only("mended-again").GetProperty("State").GetString());
        var lines = Facts.Lines("mended.crontab");
        Assert.Equal(4, lines.Length);
        Assert.DoesNotContain(lines, line => line.StartsWith("1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Get_lists_the_schedules_of_a_user_who_may_not_use_cron()
    {
        Assert.Equal("Unreachable", Facts.Only("denied-get").GetProperty("State").GetString());
        Assert.Contains("not allowed", Facts.Messages("denied-get"), StringComparison.Ordinal);
    }
}

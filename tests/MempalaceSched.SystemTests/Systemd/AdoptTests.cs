using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class AdoptScenario() : Scenario("Adopt", () => new BedOptions());

/// <summary>Imports manually created timers under a real user manager.</summary>
public sealed class AdoptTests(AdoptScenario scenario) : IClassFixture<AdoptScenario>
{
    private Report Report => scenario.Report;

    [Fact]
    public void Each_imported_schedule_keeps_its_next_run()
    {
        var before = Report.Lines("before.next");
        Assert.Matches("^Mon .* 03:00:00 CES?T$", before[0]);
        Assert.Matches("^Thu .* 04:10:00 CES?T$", before[1]);
        Assert.Matches("^Mon .* 03:00:00 CES?T$", before[2]);
        Assert.Matches("^Mon .* 00:00:00 CES?T$", before[3]);
        Assert.Equal(before.Take(4), Report.Lines("after.next"));
    }

    [Fact]
    public void The_original_units_are_removed()
    {
        Assert.Equal(
            [
                "mempalace-pi-session.service",
                "mempalace-pi-session.timer",
                "mempalace-session-devbox.service",
                "mempalace-session-devbox.timer",
                "mempalace-session.service",
                "mempalace-session.timer",
                "odd.service",
                "odd.timer",
                "timers.target.wants/mempalace-pi-session.timer",
                "timers.target.wants/mempalace-session-devbox.timer",
                "timers.target.wants/mempalace-session.timer",
                "timers.target.wants/weekly.timer",
                "weekly.service",
                "weekly.timer",
            ],
            Report.Lines("after.files").Select(path => path[2..])
        );
        Assert.Equal(["odd.service", "odd.timer"], Report.Lines("after.marks").Order());
        Assert.DoesNotContain(
            Report.Lines("after.units"),
            line => line.Contains("weekly-mine", StringComparison.Ordinal)
        );
        // Import does not delete the targets of links.
        Assert.Equal(["weekly-mine.service", "weekly.timer"], Report.Lines("dotfiles"));
        Assert.Empty(Report.Call("again").Output);
    }

    [Fact]
    public void Import_keeps_the_settings()
    {
        var schedules = Report.Call("get").Output.ToDictionary(schedule => CallReport.Text(schedule, "Name"));
        Assert.Equal(("OpenCode", "Mon 03:00", "02:00:00", "00:00:00"), Some(schedules["mempalace-session"]));
        Assert.Equal(("Pi", "Thu 04:10", "02:00:00", "00:00:00"), Some(schedules["mempalace-pi-session"]));
        Assert.Equal(("Claude", "Mon 00:00", "00:00:00", "00:00:00"), Some(schedules["weekly"]));
        Assert.Equal(("OpenCode", "Mon 03:00", "02:00:00", "00:00:00"), Some(schedules["mempalace-session-devbox"]));
        Assert.Equal("opencode-devbox (developer)", CallReport.Text(schedules["mempalace-session-devbox"], "Target"));
        Assert.Equal("talks", CallReport.Text(schedules["mempalace-pi-session"], "Wing"));
        Assert.EndsWith("/palace", CallReport.Text(schedules["weekly"], "Palace"), StringComparison.Ordinal);
        Assert.All(schedules.Values, schedule => Assert.Equal("Waiting", CallReport.Text(schedule, "State")));
        Assert.Contains("MARK=a b%", Report.Lines("run.environment"));

        static (string, string, string, string) Some(JsonElement schedule) =>
            (
                CallReport.Text(schedule, "Source"),
                CallReport.Text(schedule, "At"),
                CallReport.Text(schedule, "TimeLimit"),
                CallReport.Text(schedule, "RandomDelay")
            );
    }

    [Fact]
    public void Import_does_not_call_daemon_reload() =>
        Assert.Equal(
            ["stop", "enable", "reset-failed"],
            Report
                .Lines("calls")
                .Where(call => call.StartsWith("systemctl", StringComparison.Ordinal))
                .Select(call => call.Split(' ')[3])
                .Where(verb => verb != "show")
        );

    [Theory]
    [InlineData("enable", "SchedulerCommandFailed")]
    [InlineData("blind", "InstallNotVerified")]
    public void A_failure_leaves_all_as_it_was(string key, string errorId)
    {
        var message = Report.Call(key).FailedWith(errorId);
        Assert.EndsWith(". All changes were undone.", message, StringComparison.Ordinal);
        Assert.Empty(Report.Lines($"{key}.tree"));
        Assert.Empty(Report.Lines($"{key}.units"));
    }

    [Fact]
    public void After_a_failed_import_the_original_timers_are_active()
    {
        Assert.Equal(Report.Lines("before.next").Take(4), Report.Lines("undone.next").Take(4));
        Assert.All(Report.Lines("undone.states"), state => Assert.Equal("active", state));
    }

    [Fact]
    public void What_is_not_understood_is_left_alone_and_said_so()
    {
        Assert.Contains(
            Report.Call("again").Warnings,
            warning =>
                warning.EndsWith("/odd.timer was not imported: the timer has OnBootSec=.", StringComparison.Ordinal)
        );
        Assert.Equal("active", Report.Text("after.odd"));
    }
}

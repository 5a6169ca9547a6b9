using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class UndoScenario() : Scenario("Undo", () => new BedOptions());

/// <summary>Checks that a failed change is undone, both in the files and in the user manager.</summary>
public sealed class UndoTests(UndoScenario scenario) : IClassFixture<UndoScenario>
{
    private Report Report => scenario.Report;

    [Theory]
    [InlineData("enable", "SchedulerCommandFailed")]
    [InlineData("blind", "InstallNotVerified")]
    [InlineData("many", "SchedulerCommandFailed")]
    [InlineData("update.enable", "SchedulerCommandFailed")]
    [InlineData("update.blind", "InstallNotVerified")]
    [InlineData("update.disabled", "InstallNotVerified")]
    [InlineData("readonly", "FileFailed")]
    [InlineData("remove", "SchedulerCommandFailed")]
    [InlineData("remove.reload", "SchedulerCommandFailed")]
    public void A_failure_leaves_all_as_it_was(string key, string errorId)
    {
        var message = Report.Call(key).FailedWith(errorId);
        Assert.Empty(Report.Lines($"{key}.tree"));
        Assert.Empty(Report.Lines($"{key}.units"));
        if (key is not "remove.reload")
            Assert.EndsWith(". All changes were undone.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_includes_the_output_of_the_failed_command() =>
        Assert.Contains(
            "failed with exit code 1: stand-in: enable is refused.",
            Report.Call("enable").Errors[0],
            StringComparison.Ordinal
        );

    [Fact]
    public void Install_works_after_a_failed_install() =>
        Assert.Equal("Waiting", CallReport.Text(Report.Call("fresh.install").Only, "State"));

    [Theory]
    [InlineData("update.enable.next")]
    [InlineData("update.blind.next")]
    [InlineData("remove.next")]
    public void The_old_schedule_stays_active_with_its_old_time(string key) =>
        Assert.Matches("^Mon .* 03:00:00 CES?T$", Report.Text(key));

    [Fact]
    public void Get_returns_the_old_schedule_after_a_failed_update()
    {
        var schedule = Report.Call("update.blind.state").Only;
        Assert.Equal(("Mon 03:00", "Waiting"), (CallReport.Text(schedule, "At"), CallReport.Text(schedule, "State")));
    }

    [Fact]
    public void An_interrupted_install_is_undone()
    {
        Assert.Equal(1, Report["cancelled.code"].GetInt32());
        Assert.Equal(
            ["enable", "disable", "daemon-reload"],
            Report.Lines("cancelled.calls").Select(call => call.Split(' ')[3])
        );
        Assert.Empty(Report.Lines("cancelled.tree"));
        Assert.Empty(Report.Lines("cancelled.units"));
    }

    [Fact]
    public void The_error_lists_changes_that_could_not_be_undone()
    {
        var message = Report.Call("undo-fails").FailedWith("SchedulerCommandFailed");
        Assert.Contains(
            "enable is refused. Undoing the changes failed as well: run systemctl",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains("disable is refused", message, StringComparison.Ordinal);
    }
}

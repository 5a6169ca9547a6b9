using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class ExportScenario() : CronScenario(() => CronBed.Run("export"));

/// <summary>
/// Exports a crontab block and a launcher, and installs them by hand with the commands from their README.
/// </summary>
public sealed class ExportTests(ExportScenario scenario) : IClassFixture<ExportScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void An_export_does_not_change_the_crontab()
    {
        Assert.Empty(Facts.Objects("exported"));
        Assert.Equal(Facts.Raw("before"), Facts.Raw("untouched"));
    }

    [Fact]
    public void A_schedule_installed_by_hand_is_waiting_in_Get()
    {
        Worked("installed");
        var schedule = Facts.Only("got");
        Assert.Equal(
            ("mine-notes", "Cron", "Waiting", "Healthy"),
            (
                schedule.GetProperty("Name").GetString(),
                schedule.GetProperty("Scheduler").GetString(),
                schedule.GetProperty("State").GetString(),
                schedule.GetProperty("Health").GetString()
            )
        );
        Assert.EndsWith(Facts.Raw("before"), Facts.Raw("crontab"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_equals_that_of_an_install()
    {
        _ = Facts.Only("same");
        Assert.Contains("is already installed with these settings", Facts.Messages("same"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_runs_by_hand_and_with_Start()
    {
        Worked("ran");
        Worked("read");
        Assert.Contains("\"outcome\":\"Succeeded\"", Facts.Text("read"), StringComparison.Ordinal);
        Assert.Equal("Succeeded", Facts.Only("started").GetProperty("Outcome").GetString());
    }

    [Fact]
    public void Remove_restores_the_crontab()
    {
        Assert.Empty(Facts.Objects("removed"));
        Assert.Equal(Facts.Raw("before"), Facts.Raw("after"));
    }

    [Fact]
    public void The_uninstall_commands_restore_the_crontab()
    {
        Worked("again");
        Worked("uninstalled");
        Assert.Equal(Facts.Raw("before"), Facts.Raw("taken"));
        Assert.Empty(Facts.Objects("none"));
    }

    private void Worked(string fact) =>
        Assert.True(Facts.Text(fact + ".code").Trim() == "0", $"{fact}: {Facts.Text(fact)}{Facts.Messages(fact)}");
}

using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class ExportScenario() : CronScenario(() => CronBed.Run("export"));

/// <summary>
/// A block and a launcher that are exported, then installed by hand with the commands of their README.
/// </summary>
public sealed class ExportTests(ExportScenario scenario) : IClassFixture<ExportScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void An_export_leaves_the_crontab_alone()
    {
        Assert.Empty(Facts.Objects("exported"));
        Assert.Equal(Facts.Raw("before"), Facts.Raw("untouched"));
    }

    [Fact]
    public void Installed_by_hand_it_waits_under_Get()
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
    public void It_is_what_an_install_would_make()
    {
        _ = Facts.Only("same");
        Assert.Contains("is already installed with these settings", Facts.Messages("same"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_runs_by_hand_and_by_Start()
    {
        Worked("ran");
        Worked("read");
        Assert.Contains("\"outcome\":\"Succeeded\"", Facts.Text("read"), StringComparison.Ordinal);
        Assert.Equal("Succeeded", Facts.Only("started").GetProperty("Outcome").GetString());
    }

    [Fact]
    public void Remove_leaves_the_crontab_as_it_was()
    {
        Assert.Empty(Facts.Objects("removed"));
        Assert.Equal(Facts.Raw("before"), Facts.Raw("after"));
    }

    [Fact]
    public void So_does_the_uninstall_by_hand()
    {
        Worked("again");
        Worked("uninstalled");
        Assert.Equal(Facts.Raw("before"), Facts.Raw("taken"));
        Assert.Empty(Facts.Objects("none"));
    }

    private void Worked(string fact) =>
        Assert.True(Facts.Text(fact + ".code").Trim() == "0", $"{fact}: {Facts.Text(fact)}{Facts.Messages(fact)}");
}

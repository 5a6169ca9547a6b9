using System.Text.Json;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class ExportScenario() : Scenario("Export", () => new BedOptions());

/// <summary>Files that are exported, then installed by hand with the commands of their README.</summary>
public sealed class ExportTests(ExportScenario scenario) : IClassFixture<ExportScenario>
{
    private Report Report => scenario.Report;

    [Fact]
    public void An_export_changes_nothing_of_the_user()
    {
        Report.Call("export").IsSilent();
        Assert.Empty(Report.Lines("export.home"));
    }

    [Fact]
    public void Systemd_finds_nothing_to_say_about_the_units() => Assert.Empty(Report.Lines("export.verify"));

    [Fact]
    public void Shellcheck_finds_nothing_in_the_launchers()
    {
        Requires.Tool("shellcheck", "shellcheck");
        Assert.Empty(Report.Lines("export.shellcheck"));
    }

    [Fact]
    public void Installed_by_hand_they_wait_under_Get()
    {
        Worked("install");
        var schedules = Report.Call("get").Output;
        Assert.Equal(["mempalace-claude", "mempalace-session"], schedules.Select(schedule => Text(schedule, "Name")));
        Assert.All(
            schedules,
            schedule =>
                Assert.Equal(
                    ("Waiting", "Healthy", "Systemd"),
                    (Text(schedule, "State"), Text(schedule, "Health"), Text(schedule, "Scheduler"))
                )
        );
        Assert.All(
            schedules,
            schedule => Assert.Equal(JsonValueKind.String, schedule.GetProperty("NextRun").ValueKind)
        );
    }

    [Fact]
    public void They_are_what_an_install_would_make()
    {
        Assert.Equal(2, Report.Call("same.install").Output.Count);
        Assert.Empty(Report.Lines("same.tree"));
    }

    [Fact]
    public void What_the_README_says_about_checking_running_and_reading_works()
    {
        Assert.Contains(Worked("check"), line => line.Contains("mempalace-session.timer", StringComparison.Ordinal));
        Worked("run");
        Assert.Equal("Succeeded", Text(Report.Runs("run.history")[0], "outcome"));
        Assert.Contains(
            Worked("history"),
            line => line.Contains("\"outcome\":\"Succeeded\"", StringComparison.Ordinal)
        );
        Assert.Contains(
            Worked("journal"),
            line => line.EndsWith("mempalace-session: Succeeded", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Start_mines_with_one_and_Remove_takes_both_away()
    {
        Assert.Equal("NothingNew", Text(Report.Call("start").Only, "Outcome"));
        Report.Call("remove").IsSilent();
        Assert.Empty(Report.Lines("remove.units"));
        Assert.Empty(Report.Lines("remove.tree"));
    }

    [Fact]
    public void Uninstalled_by_hand_nothing_is_left_but_history_and_logs()
    {
        Worked("again");
        Assert.Equal(["Waiting", "Waiting"], Report.Call("again.get").Output.Select(state => state.ToString()));
        Worked("uninstall");
        Report.Call("uninstall.get").IsSilent();
        Assert.Empty(Report.Lines("uninstall.units"));
        Assert.Empty(Report.Lines("uninstall.files"));
    }

    /// <summary>What the commands of a block said, which have all worked.</summary>
    private IReadOnlyList<string> Worked(string key)
    {
        var followed = Report[key];
        Assert.True(followed.GetProperty("Code").GetInt32() == 0, followed.ToString());
        return Report.List(followed.GetProperty("Said"));
    }
}

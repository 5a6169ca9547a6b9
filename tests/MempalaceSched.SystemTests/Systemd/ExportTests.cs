using System.Text.Json;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class ExportScenario() : Scenario("Export", () => new BedOptions());

/// <summary>Exports files, then installs them manually with the commands of their README.</summary>
public sealed class ExportTests(ExportScenario scenario) : IClassFixture<ExportScenario>
{
    private Report Report => scenario.Report;

    [Fact]
    public void Export_does_not_change_the_home_folder()
    {
        Report.Call("export").IsSilent();
        Assert.Empty(Report.Lines("export.home"));
    }

    [Fact]
    public void Systemd_finds_nothing_to_say_about_the_units() => Assert.Empty(Report.Lines("export.verify"));

    [Fact]
    public void Shellcheck_reports_nothing_for_the_launchers()
    {
        Requires.Tool("shellcheck", "shellcheck");
        Assert.Empty(Report.Lines("export.shellcheck"));
    }

    [Fact]
    public void Get_returns_manually_installed_units_as_waiting()
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
    public void Exported_files_equal_those_of_an_install()
    {
        Assert.Equal(2, Report.Call("same.install").Output.Count);
        Assert.Empty(Report.Lines("same.tree"));
    }

    [Fact]
    public void The_README_commands_for_checking_and_running_work()
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
    public void Start_and_Remove_work_with_manually_installed_units()
    {
        Assert.Equal("NothingNew", Text(Report.Call("start").Only, "Outcome"));
        Report.Call("remove").IsSilent();
        Assert.Empty(Report.Lines("remove.units"));
        Assert.Empty(Report.Lines("remove.tree"));
    }

    [Fact]
    public void Manual_uninstallation_leaves_only_history_and_logs()
    {
        Worked("again");
        Assert.Equal(["Waiting", "Waiting"], Report.Call("again.get").Output.Select(state => state.ToString()));
        Worked("uninstall");
        Report.Call("uninstall.get").IsSilent();
        Assert.Empty(Report.Lines("uninstall.units"));
        Assert.Empty(Report.Lines("uninstall.files"));
    }

    /// <summary>Returns the output of a block of commands. Fails if a command failed.</summary>
    private IReadOnlyList<string> Worked(string key)
    {
        var followed = Report[key];
        Assert.True(followed.GetProperty("Code").GetInt32() == 0, followed.ToString());
        return Report.List(followed.GetProperty("Said"));
    }
}

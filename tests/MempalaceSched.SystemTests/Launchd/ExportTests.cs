using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>Exports launch agents, then installs them manually with the commands of their README.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly Mac mac = new("a home");
    private readonly string folder;

    public ExportTests() => folder = Path.Combine(mac.Base, "an export");

    public void Dispose() => mac.Dispose();

    [Fact]
    public void A_manually_installed_agent_works_with_Get_Start_and_Remove()
    {
        Export();
        Follow("Install under launchd");
        mac.WaitForRuns();
        var schedule = mac.Get().Object;
        Assert.Equal(
            ("mempalace-session", "Waiting", "Healthy"),
            (
                schedule.GetProperty("Name").GetString(),
                schedule.GetProperty("State").GetString(),
                schedule.GetProperty("Health").GetString()
            )
        );
        var files = mac.Files();
        mac.Installed();
        Assert.Equal(files, mac.Files());

        Follow("Check launchd");
        Follow("Start a run with launchd");
        Mac.Eventually(() => mac.History.Count == 1, "the run that was asked for is in the history");
        using var run = JsonDocument.Parse(mac.History[0]);
        Assert.Equal(
            ("manual", "Succeeded"),
            (run.RootElement.GetProperty("trigger").GetString(), run.RootElement.GetProperty("outcome").GetString())
        );
        Follow("Read the output under launchd");
        Assert.Contains(
            "\"outcome\":\"Succeeded\"",
            Follow("History and logs under launchd"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "NothingNew",
            Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session")).Object.GetProperty("Outcome").GetString()
        );

        Mac.Good(mac.Call("Remove-MempalaceSchedule", "mempalace-session"));
        Assert.Equal("", mac.Print(mac.Label));
        Assert.False(File.Exists(mac.Plist));
    }

    [Fact]
    public void A_manually_installed_agent_can_be_removed_manually()
    {
        var before = mac.Files();
        Export();
        Follow("Install under launchd");
        Follow("Uninstall from launchd");
        Mac.Eventually(() => mac.Print(mac.Label).Length == 0, "the agent is gone");
        Assert.Equal(
            before.Keys.Order(),
            mac.Files()
                .Keys.Where(path =>
                    !path.StartsWith(".local/state/", StringComparison.Ordinal)
                    && !path.StartsWith("Library/Logs/", StringComparison.Ordinal)
                )
                .Order()
        );
    }

    [Fact]
    public void Property_lists_are_valid_and_launchers_pass_shellcheck()
    {
        var (python, xmllint, shellcheck) = (
            Requires.Tool("python3", "python3"),
            Requires.Tool("xmllint", "libxml2-utils"),
            Requires.Tool("shellcheck", "shellcheck")
        );
        Export();
        var plist = Path.Combine(folder, "launchd", $"{mac.Label}.plist");
        var read = Mac.Good(
            mac.Run(
                python,
                "-c",
                "import json, plistlib, sys; json.dump(plistlib.load(open(sys.argv[1], 'rb')), sys.stdout)",
                plist
            )
        );
        using var list = JsonDocument.Parse(read.Output);
        Assert.Equal(mac.Label, list.RootElement.GetProperty("Label").GetString());
        Assert.Equal(
            mac.InHome(".local/share/mempalace-sched/bin/mempalace-session"),
            list.RootElement.GetProperty("ProgramArguments")[0].GetString()
        );
        var judged = mac.Run(
            xmllint,
            "--nonet",
            "--noout",
            "--dtdvalid",
            Path.Combine(AppContext.BaseDirectory, "Launchd/plist.dtd"),
            plist
        );
        Assert.True(judged.ExitCode == 0, judged.Error); // a warning about Apple's remote DTD is normal
        Assert.Equal("", Mac.Good(mac.Run(shellcheck, Path.Combine(folder, "launchd/mempalace-session"))).Output);
    }

    private void Export() =>
        Mac.Good(
            mac.Call(
                "Export-MempalaceSchedule",
                folder,
                "-Scheduler",
                "Launchd",
                "-Source",
                "OpenCode",
                "-LabelPrefix",
                mac.Prefix
            )
        );

    /// <summary>Runs the commands below a heading, asserts that they succeed, and returns their output.</summary>
    private string Follow(string heading)
    {
        var script = Path.Combine(mac.Base, "block.sh");
        var commands = Mac.Good(
            mac.Run(Path.Combine(Mac.Root, "tests/beds/readme-block.sh"), Path.Combine(folder, "README.md"), heading)
        ).Output;
        Assert.True(commands.Length > 0, $"There are no commands below '{heading}'.");
        File.WriteAllText(script, commands);
        return Mac.Good(mac.Run("/bin/sh", "-c", "cd \"$1\" && sh -e \"$2\"", "sh", folder, script)).Output;
    }
}

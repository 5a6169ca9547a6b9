using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>
/// Imports manually created agents. Uses only the stand-in, because their labels can be in use on a real Mac.
/// </summary>
public sealed class AdoptTests : IDisposable
{
    private const string Label = "se.jordbo.mempalace-session",
        PiLabel = "se.jordbo.mempalace-pi-session";
    private readonly Mac mac = new();
    private readonly StandIn standIn;

    public AdoptTests()
    {
        standIn = mac.StandIn;
        foreach (var label in new[] { Label, PiLabel })
            mac.InHome(
                $"Library/LaunchAgents/{label}.plist",
                File.ReadAllText(Path.Combine(Mac.Root, "tests/fixtures/hand-made/launchd", label + ".plist"))
                    .Replace("/Users/USER", mac.Home, StringComparison.Ordinal)
            );
        mac.InHome(".local/bin/mempalace-pi-session", "#!/bin/sh\n");
        File.SetUnixFileMode(
            mac.InHome(".local/bin/mempalace-pi-session"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        Directory.CreateDirectory(mac.InHome(".pi/agent/sessions"));
        Directory.CreateDirectory(mac.InHome("Library/Logs"));
        foreach (var label in new[] { Label, PiLabel })
            Load(label);
    }

    public void Dispose() => mac.Dispose();

    [Fact]
    public void Agents_from_the_recipes_are_replaced_and_keep_their_calendar()
    {
        var (before, piBefore) = (Calendar(Label), Calendar(PiLabel));

        var schedules = Mac.Good(mac.Call("Import-MempalaceSchedule")).Objects;

        Assert.Equal(
            ["mempalace-pi-session", "mempalace-session"],
            schedules.Select(schedule => schedule.GetProperty("Name").GetString())
        );
        Assert.Equal(["Tue 03:00", "Mon 03:00"], schedules.Select(schedule => schedule.GetProperty("At").GetString()));
        Assert.Equal(
            ["02:00:00", "02:00:00"],
            schedules.Select(schedule => schedule.GetProperty("TimeLimit").ToString())
        );
        Assert.Equal((before, piBefore), (Calendar(Label), Calendar(PiLabel)));
        Assert.Equal(
            [PiLabel + ".plist", Label + ".plist"],
            Directory
                .GetFiles(mac.InHome("Library/LaunchAgents"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
        Assert.All(
            new[] { Label, PiLabel },
            label =>
                Assert.Contains(
                    "X-Mempalace-Schedule",
                    File.ReadAllText(mac.InHome($"Library/LaunchAgents/{label}.plist")),
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(2, Directory.GetFiles(mac.InHome(".local/state/mempalace-sched/backups"), "*.plist").Length);
        Assert.Contains(
            "/opt/homebrew/bin",
            File.ReadAllText(mac.InHome($"Library/LaunchAgents/{Label}.plist")),
            StringComparison.Ordinal
        );
        Assert.Empty(Mac.Good(mac.Call("Import-MempalaceSchedule")).Output.Trim('[', ']', '\n', ' '));

        Assert.Equal(
            "Succeeded",
            Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session")).Object.GetProperty("Outcome").GetString()
        );
    }

    [Fact]
    public void Import_removes_an_agent_with_another_label_and_file()
    {
        Mac.Good(mac.Launchctl("bootout", $"gui/{StandIn.UserId}/{Label}"));
        var text = File.ReadAllText(mac.InHome($"Library/LaunchAgents/{Label}.plist"))
            .Replace($"<string>{Label}</string>", "<string>org.example.Weekly Mine</string>", StringComparison.Ordinal);
        File.Delete(mac.InHome($"Library/LaunchAgents/{Label}.plist"));
        mac.InHome("Library/LaunchAgents/weekly.plist", text);
        Load("weekly");

        Mac.Good(mac.Call("Import-MempalaceSchedule", "-Name", "org.example*"));

        Assert.Equal("", mac.Print("org.example.Weekly Mine"));
        Assert.False(File.Exists(mac.InHome("Library/LaunchAgents/weekly.plist")));
        Assert.Contains("\"Weekday\" => 1", mac.Print(Label), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "X-Mempalace-Schedule",
            File.ReadAllText(mac.InHome($"Library/LaunchAgents/{PiLabel}.plist")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failed_import_reloads_the_original_agents_and_restores_every_file(bool load)
    {
        var (files, before, piBefore) = (mac.Files(), mac.Print(Label), mac.Print(PiLabel));
        // Either launchd rejects the new agents, or, before that, the launchers cannot be written.
        if (load)
            standIn.Fail("bootstrap", 109);
        else
            mac.InHome(".local/share/mempalace-sched/bin", "in the way");
        if (!load)
            files = mac.Files();

        var run = mac.Call("Import-MempalaceSchedule");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("All changes were undone.", run.Error, StringComparison.Ordinal);
        Assert.Equal(files, mac.Files());
        Assert.Equal((before, piBefore), (mac.Print(Label), mac.Print(PiLabel)));
    }

    [Fact]
    public void Import_lets_the_current_run_finish()
    {
        mac.InHome(".local/bin/mempalace-session", "#!/bin/sh\nwhile [ ! -e \"$HOME/go\" ]; do sleep 0.1; done\n");
        Mac.Good(mac.Launchctl("kickstart", $"gui/{StandIn.UserId}/{Label}"));

        var run = mac.Call("Import-MempalaceSchedule", "-Name", "*.mempalace-session");
        mac.InHome("go", "");

        Assert.Contains("was not imported: a run is in progress", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, standIn.EndedRuns(Label));
    }

    private string Calendar(string label) =>
        string.Join(
            '\n',
            mac.Print(label)
                .Split('\n')
                .Where(line => line.Contains("\" => ", StringComparison.Ordinal))
                .Select(line => line.Trim())
                .Order(StringComparer.Ordinal)
        );

    private void Load(string file) =>
        Mac.Good(mac.Launchctl("bootstrap", $"gui/{StandIn.UserId}", mac.InHome($"Library/LaunchAgents/{file}.plist")));
}

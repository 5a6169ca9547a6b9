using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>
/// Tests the health and repair of agents, and the probe of Test-MempalaceSchedule. Uses the real launchctl on a Mac and
/// the stand-in on other systems.
/// </summary>
public sealed class HealthTests : IDisposable
{
    private readonly Mac mac = new();

    public void Dispose() => mac.Dispose();

    [Fact]
    public void Repair_restores_and_reloads_a_changed_plist()
    {
        mac.Installed();
        var files = mac.Files();
        File.WriteAllText(
            mac.Plist,
            File.ReadAllText(mac.Plist)
                .Replace("<integer>3</integer>", "<integer>4</integer>", StringComparison.Ordinal)
        );
        Assert.Equal("Drifted", Health());
        Assert.Equal("Healthy", Text(Mac.Good(mac.Call("Repair-MempalaceSchedule", "-PassThru")).Object, "Health"));
        Assert.Equal(files, mac.Files());
        Assert.Equal("Healthy", Health());
    }

    [Fact]
    public void Repair_compares_the_loaded_agent_even_if_the_plist_is_correct()
    {
        mac.Installed();
        var plist = File.ReadAllText(mac.Plist);
        File.WriteAllText(
            mac.Plist,
            plist.Replace("<integer>3</integer>", "<integer>4</integer>", StringComparison.Ordinal)
        );
        Assert.Equal(0, mac.Launchctl("bootout", $"gui/{StandIn.UserId}/{mac.Label}").ExitCode);
        Mac.Eventually(() => mac.Print(mac.Label).Length == 0, "the agent is gone");
        Assert.Equal(0, mac.Launchctl("bootstrap", $"gui/{StandIn.UserId}", mac.Plist).ExitCode);
        File.WriteAllText(mac.Plist, plist);
        Assert.Equal("Fail", Text(Check("registered"), "Status"));
        Mac.Good(mac.Call("Repair-MempalaceSchedule"));
        Assert.Equal("Pass", Text(Check("registered"), "Status"));
        Assert.DoesNotContain("\"Hour\" => 4", mac.Print(mac.Label), StringComparison.Ordinal);
    }

    [Fact]
    public void Repair_loads_an_unloaded_agent()
    {
        mac.Installed();
        Assert.Equal(0, mac.Launchctl("bootout", $"gui/{StandIn.UserId}/{mac.Label}").ExitCode);
        Mac.Eventually(() => mac.Print(mac.Label).Length == 0, "the agent is gone");
        Assert.Equal("Missing", Health());
        Mac.Good(mac.Call("Repair-MempalaceSchedule"));
        Assert.Equal("Healthy", Health());
    }

    [Fact]
    public void A_disabled_label_is_Drifted_if_loaded_and_Disabled_if_not()
    {
        mac.Installed();
        Assert.Equal(0, mac.Launchctl("disable", $"gui/{StandIn.UserId}/{mac.Label}").ExitCode);
        Assert.Equal("Drifted", Health());
        Mac.Good(mac.Call("Repair-MempalaceSchedule"));
        Assert.Equal("Healthy", Health());
        Mac.Good(mac.Call("Disable-MempalaceSchedule", "mempalace-session"));
        Assert.Equal("Disabled", Health());
    }

    [Fact]
    public void Repair_unloads_and_removes_a_plist_without_a_definition()
    {
        var before = mac.Files();
        mac.Installed();
        mac.WaitForRuns();
        File.Delete(mac.InHome(".config/mempalace-sched/mempalace-session.json"));
        Assert.Equal(
            ("Orphaned", "Waiting", mac.Prefix),
            (Health(), Text(mac.Get().Object, "State"), Text(mac.Get().Object, "LabelPrefix"))
        );
        Mac.Good(mac.Call("Repair-MempalaceSchedule"));
        Assert.Equal("", mac.Print(mac.Label));
        Assert.Equal(
            before.Keys.Order(),
            mac.Files().Keys.Where(path => !path.StartsWith("Library/Logs/", StringComparison.Ordinal)).Order()
        ); // every removal keeps the logs
    }

    [Fact]
    public void An_agent_with_an_older_label_is_Orphaned()
    {
        mac.Installed();
        var left = mac.InHome($"Library/LaunchAgents/{mac.Prefix}.old.mempalace-session.plist");
        File.WriteAllText(
            left,
            File.ReadAllText(mac.Plist)
                .Replace(mac.Label, $"{mac.Prefix}.old.mempalace-session", StringComparison.Ordinal)
        );
        Assert.Equal(["Healthy", "Orphaned"], mac.Get().Objects.Select(schedule => Text(schedule, "Health")));
        Mac.Good(mac.Call("Repair-MempalaceSchedule"));
        Assert.False(File.Exists(left));
        Assert.Equal("Healthy", Health());
        Assert.True(File.Exists(mac.InHome(".local/share/mempalace-sched/bin/mempalace-session")));
    }

    [Fact]
    public void A_probe_runs_under_launchd_and_leaves_nothing()
    {
        mac.Installed();
        var files = mac.Files();
        var deep = Mac.Good(mac.Call("Test-MempalaceSchedule", "-Deep"))
            .Objects.Where(check => Text(check, "Check").StartsWith("deep: ", StringComparison.Ordinal))
            .ToDictionary(check => Text(check, "Check")["deep: ".Length..]);
        foreach (var check in new[] { "runs", "home", "command", "store", "palace", "state" })
            Assert.Equal("Pass", Text(deep[check], "Status"));
        Assert.Equal("Fail", Text(deep["mempalace"], "Status")); // mempalace is not installed in this home folder
        Assert.Equal(files, mac.Files());
        Assert.DoesNotContain(
            "mempalace-probe",
            mac.Launchctl("print", $"gui/{StandIn.UserId}").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_probe_that_cannot_be_loaded_fails_the_check_and_leaves_nothing()
    {
        mac.Installed();
        var files = mac.Files();
        mac.StandIn.Fail("bootstrap", 5);
        var check = Mac.Good(mac.Call("Test-MempalaceSchedule", "-Deep"))
            .Objects.Single(each => Text(each, "Check") == "deep: runs");
        Assert.Equal("Fail", Text(check, "Status"));
        Assert.Contains("bootstrap", Text(check, "Detail"), StringComparison.Ordinal);
        Assert.NotEqual("", Text(check, "Fix"));
        Assert.Equal(files, mac.Files());
    }

    private string Health() => Text(mac.Get().Object, "Health");

    private JsonElement Check(string name) =>
        mac.Call("Test-MempalaceSchedule").Objects.Single(check => Text(check, "Check") == name);

    private static string Text(JsonElement item, string property) => item.GetProperty(property).ToString();
}

using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>Tests the order of launchctl calls on each version of macOS.</summary>
public sealed class SequenceTests : IDisposable
{
    private readonly Mac mac = new();
    private readonly StandIn launchd;
    private readonly string gui = $"gui/{StandIn.UserId}",
        user = $"user/{StandIn.UserId}";

    public SequenceTests() => launchd = mac.StandIn;

    public void Dispose() => mac.Dispose();

    [Theory]
    [InlineData("10.14")]
    [InlineData("12")]
    [InlineData("13")]
    [InlineData("26")]
    public void The_life_cycle_of_a_schedule_on_each_macOS(string profile)
    {
        launchd.Set("profile", profile);

        mac.Installed();
        Assert.Equal([$"enable {gui}/{mac.Label}", $"bootstrap {gui} {mac.Plist}"], launchd.Changes);

        launchd.Forget();
        mac.Installed();
        Assert.Empty(launchd.Changes);

        mac.Installed("-At", "daily");
        Assert.Equal(
            [$"enable {gui}/{mac.Label}", $"bootout {gui}/{mac.Label}", $"bootstrap {gui} {mac.Plist}"],
            launchd.Changes
        );
        var calls = launchd
            .Calls.SkipWhile(call => !call.StartsWith("bootout", StringComparison.Ordinal))
            .TakeWhile(call => !call.StartsWith("bootstrap", StringComparison.Ordinal));
        Assert.Equal(3, calls.Count(call => call == $"print {gui}/{mac.Label}")); // two calls still show the agent

        launchd.WaitForRuns();
        launchd.Forget();
        Assert.Equal("Waiting", mac.Get().Object.GetProperty("State").GetString());
        Assert.Equal([$"print {gui}", $"print {user}", $"print-disabled {user}"], launchd.Calls.Order());

        launchd.Forget();
        Assert.Equal(
            "Succeeded",
            Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session")).Object.GetProperty("Outcome").GetString()
        );
        Assert.Equal([$"kickstart -p {gui}/{mac.Label}"], launchd.Changes);

        launchd.Forget();
        Mac.Good(mac.Call("Remove-MempalaceSchedule", "mempalace-session"));
        Assert.Equal([$"enable {user}/{mac.Label}", $"bootout {gui}/{mac.Label}"], launchd.Changes);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("13")]
    public void Install_enables_a_disabled_label_and_Remove_leaves_it_enabled(string profile)
    {
        launchd.Set("profile", profile);
        mac.Launchctl("disable", $"{gui}/{mac.Label}");
        mac.Installed();
        mac.WaitForRuns();
        Assert.Equal("Waiting", mac.Get().Object.GetProperty("State").GetString());

        mac.Launchctl("disable", $"{gui}/{mac.Label}");
        var schedule = mac.Get().Object; // the agent stays loaded until the next login
        Assert.Equal(
            ("Waiting", "Drifted"),
            (schedule.GetProperty("State").GetString(), schedule.GetProperty("Health").GetString())
        );

        Mac.Good(mac.Call("Remove-MempalaceSchedule", "mempalace-session"));
        Assert.Contains(
            $"\"{mac.Label}\" => {(profile == "12" ? "false" : "enabled")}",
            mac.Launchctl("print-disabled", gui).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_agent_uses_the_user_domain_until_a_graphical_login()
    {
        launchd.Logout();
        var ssh = mac.Install();
        Assert.Equal(0, ssh.ExitCode);
        Assert.Contains("There is no graphical login", ssh.Error, StringComparison.Ordinal);
        Assert.Contains(
            "<key>LimitLoadToSessionType</key>\n\t<string>Background</string>",
            File.ReadAllText(mac.Plist),
            StringComparison.Ordinal
        );
        mac.WaitForRuns();
        Assert.Equal("Waiting", mac.Get().Object.GetProperty("State").GetString());
        Assert.Equal(
            "Succeeded",
            Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session")).Object.GetProperty("Outcome").GetString()
        );

        launchd.Login();
        mac.Installed();
        Assert.DoesNotContain("LimitLoadToSessionType", File.ReadAllText(mac.Plist), StringComparison.Ordinal);
        Assert.Equal(0, mac.Launchctl("print", $"{gui}/{mac.Label}").ExitCode);
        Assert.Equal(113, mac.Launchctl("print", $"{user}/{mac.Label}").ExitCode);

        launchd.Logout();
        Assert.Equal("Missing", mac.Get().Object.GetProperty("State").GetString());
        Mac.Good(mac.Call("Remove-MempalaceSchedule", "mempalace-session"));
        Assert.False(File.Exists(mac.Plist));
    }

    [Fact]
    public void A_start_during_the_catch_up_check_gives_one_manual_run()
    {
        // Loading starts the agent. The delay keeps its catch-up check from finishing first.
        launchd.Set("spawn_delay", 3);
        mac.Installed();
        var run = Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session")).Object;
        Assert.Equal(
            ("Succeeded", "manual"),
            (run.GetProperty("Outcome").GetString(), run.GetProperty("Trigger").GetString())
        );
        Assert.Single(mac.History);
    }

    [Fact]
    public void Install_loads_a_plist_that_was_written_but_never_loaded()
    {
        mac.Installed();
        var old = File.ReadAllText(mac.Plist);
        mac.Installed("-At", "daily");
        var (now, target) = (File.ReadAllText(mac.Plist), $"{gui}/{mac.Label}");
        mac.Launchctl("bootout", target);
        Mac.Eventually(() => mac.Launchctl("print", target).ExitCode == 113, "it is out");
        File.WriteAllText(mac.Plist, old);
        mac.Launchctl("bootstrap", gui, mac.Plist);
        File.WriteAllText(mac.Plist, now);

        mac.Installed("-At", "daily");
        Assert.Contains("\"Hour\" => 0\n", mac.Print(mac.Label), StringComparison.Ordinal);
    }
}

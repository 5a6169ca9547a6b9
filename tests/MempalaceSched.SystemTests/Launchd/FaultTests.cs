using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>Checks that failures are reported and undone.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly Mac mac = new();
    private readonly StandIn launchd;
    private readonly string gui = $"gui/{StandIn.UserId}";

    public FaultTests() => launchd = mac.StandIn;

    public void Dispose() => mac.Dispose();

    [Fact]
    public void The_old_agent_stays_loaded_if_the_new_one_cannot_be_loaded()
    {
        mac.Installed();
        var files = mac.Files();
        foreach (
            var (code, recommendation) in new[]
            {
                (5, "does not report which of these it is"),
                (37, "is loaded or is just being unloaded"),
                (64, "Check the version of macOS"),
                (109, "launchctl error 109"),
                (119, "launchctl enable"),
                (122, "all folders above it belong to you"),
                (125, "session does not exist here"),
                (134, "session does not exist here"),
            }
        )
        {
            launchd.Fail("bootstrap", code);

            var failed = mac.Install("-At", "daily");

            Assert.Equal("SchedulerCommandFailed", failed.ErrorId);
            Assert.Contains($"exit code {code}", failed.Error, StringComparison.Ordinal);
            Assert.Contains(recommendation, failed.Error, StringComparison.Ordinal);
            Assert.Contains("All changes were undone.", failed.Error, StringComparison.Ordinal);
            Assert.Equal(files, mac.Files());
            Assert.Contains("\"Hour\" => 3\n", mac.Print(mac.Label), StringComparison.Ordinal);
        }
        mac.WaitForRuns();
        Assert.Equal("Waiting", mac.Get().Object.GetProperty("State").GetString());
    }

    [Theory]
    [InlineData("bootout", 1)]
    [InlineData("enable", 1)]
    public void A_failed_step_undoes_all_changes(string verb, int code)
    {
        mac.Installed();
        mac.WaitForRuns();
        var (files, print) = (mac.Files(), mac.Print(mac.Label));
        launchd.Fail(verb, code);
        Assert.Contains("All changes were undone.", mac.Install("-At", "daily").Error, StringComparison.Ordinal);
        Assert.Equal(files, mac.Files());
        Assert.Equal(print, mac.Print(mac.Label));
    }

    [Fact]
    public void A_failed_install_leaves_no_file_and_the_label_disabled()
    {
        var files = mac.Files();
        mac.Launchctl("disable", $"{gui}/{mac.Label}");
        launchd.Fail("bootstrap", 5);

        Assert.Equal("SchedulerCommandFailed", mac.Install().ErrorId);

        Assert.Equal(files, mac.Files());
        Assert.Equal("", mac.Print(mac.Label));
        Assert.Contains(
            $"\"{mac.Label}\" => disabled",
            mac.Launchctl("print-disabled", gui).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_error_says_what_could_not_be_restored()
    {
        mac.Installed();
        launchd.Fail("bootstrap", 5, times: 2);
        var failed = mac.Install("-At", "daily");
        Assert.Contains("Undoing the changes failed as well", failed.Error, StringComparison.Ordinal);
        Assert.Contains("launchctl bootstrap", failed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_agent_that_another_program_loads_from_the_same_path_is_accepted(bool rawCodes)
    {
        launchd.Set("raw_codes", rawCodes); // with raw codes, bootstrap returns 37; otherwise 5
        launchd.Set("rival", "PATH");
        mac.Installed();
        mac.WaitForRuns();
        Assert.Equal("Waiting", mac.Get().Object.GetProperty("State").GetString());
    }

    [Fact]
    public void An_agent_that_another_program_loads_from_another_path_is_an_error()
    {
        var files = mac.Files();
        launchd.Set("rival", "/Library/LaunchAgents/other.plist");
        Assert.Equal("SchedulerCommandFailed", mac.Install().ErrorId);
        Assert.Equal(
            files.Keys,
            mac.Files().Keys.Where(path => !path.StartsWith("Library/Logs/", StringComparison.Ordinal))
        );
        Assert.Contains("path = /Library/LaunchAgents/other.plist\n", mac.Print(mac.Label), StringComparison.Ordinal);
        mac.Launchctl("bootout", $"{gui}/{mac.Label}");
    }

    [Fact]
    public void Install_waits_for_a_slow_teardown()
    {
        mac.Installed();
        launchd.Set("teardown", 12);
        mac.Installed("-At", "daily");
        Assert.Contains("\"Hour\" => 0\n", mac.Print(mac.Label), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_launchctl_output_gives_Unknown_and_fails_an_install()
    {
        mac.Installed();
        launchd.Fail("print", 0, 2, "service list: see launchd.app\n");
        Assert.Equal("Unknown", mac.Get().Object.GetProperty("State").GetString());

        launchd.Fail("print-disabled", 0, 1, "nothing is disabled\n");
        Assert.Equal("Unknown", mac.Get().Object.GetProperty("State").GetString());

        var files = mac.Files();
        launchd.Fail("print", 0, 20, "service list: see launchd.app\n");
        launchd.Forget();
        Assert.Equal("SchedulerCommandFailed", mac.Install("-At", "daily").ErrorId);
        Assert.Equal(files, mac.Files());
        Assert.DoesNotContain(launchd.Changes, change => change.StartsWith("boot", StringComparison.Ordinal));
    }

    [Fact]
    public void A_launchctl_failure_gives_the_state_Unreachable()
    {
        mac.Installed();
        launchd.Fail("print", 1, 2);
        var asked = mac.Call("Get-MempalaceSchedule");
        Assert.Equal("Unreachable", asked.Object.GetProperty("State").GetString());
        Assert.Contains("launchd did not answer", asked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_cannot_start_is_an_error_with_a_recommendation()
    {
        mac.Installed();
        mac.Launchctl("bootout", $"{gui}/{mac.Label}");
        Mac.Eventually(() => mac.Launchctl("print", $"{gui}/{mac.Label}").ExitCode == 113, "it is out");

        var failed = mac.Call("Start-MempalaceMine", "mempalace-session");

        Assert.Equal("SchedulerCommandFailed", failed.ErrorId);
        Assert.Contains("run Repair-MempalaceSchedule", failed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(mac.State, "request")));
        Assert.Equal("Missing", mac.Get().Object.GetProperty("State").GetString());
        mac.Installed();
        mac.WaitForRuns();
        Assert.Equal("Waiting", mac.Get().Object.GetProperty("State").GetString());
    }

    [Fact]
    public void A_foreign_plist_is_replaced_only_with_Force()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(mac.Plist)!);
        mac.InHome($"Library/LaunchAgents/{mac.Label}.plist", OtherPlist());
        mac.Launchctl("bootstrap", gui, mac.Plist);
        var files = mac.Files();

        Assert.Equal("ScheduleExists", mac.Install().ErrorId);
        Assert.Equal(files, mac.Files());
        Assert.Contains("program = /usr/bin/true", mac.Print(mac.Label), StringComparison.Ordinal);

        launchd.Fail("bootstrap", 5);
        Assert.Equal("SchedulerCommandFailed", mac.Install("-Force").ErrorId);
        Assert.Equal(OtherPlist(), File.ReadAllText(mac.Plist));
        Assert.Contains("program = /usr/bin/true", mac.Print(mac.Label), StringComparison.Ordinal);

        mac.Installed("-Force");
        Assert.DoesNotContain("/usr/bin/true", mac.Print(mac.Label), StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(mac.InHome(".local/state/mempalace-sched/backups")),
            copy => Assert.Equal(OtherPlist(), File.ReadAllText(copy))
        );
    }

    [Fact]
    public void An_agent_with_the_same_label_from_another_path_is_not_changed()
    {
        var elsewhere = mac.InHome("agents/mine.plist", OtherPlist());
        mac.Launchctl("bootstrap", gui, elsewhere);
        var files = mac.Files();

        Assert.Equal("ScheduleExists", mac.Install().ErrorId);
        Assert.Equal(files, mac.Files());
        Assert.Contains($"path = {elsewhere}\n", mac.Print(mac.Label), StringComparison.Ordinal);
        mac.Launchctl("bootout", $"{gui}/{mac.Label}");
    }

    [Theory]
    [InlineData("Fri *-*-13", "when either the weekday")]
    [InlineData("0..9:0..29", "more than 200")]
    public void Calendars_that_launchd_cannot_express_are_rejected(string at, string why)
    {
        var refused = mac.Install("-At", at);
        Assert.Equal("RecurrenceNotSupported", refused.ErrorId);
        Assert.Contains(why, refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(mac.Plist));
    }

    [Theory]
    [InlineData("has blank")]
    [InlineData("a/b")]
    public void An_invalid_label_prefix_is_rejected(string prefix) =>
        Assert.Equal(
            "ValueNotRepresentable",
            mac.Call("Install-MempalaceSchedule", "OpenCode", "-LabelPrefix", prefix).ErrorId
        );

    private string OtherPlist() =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <plist version="1.0"><dict><key>Label</key><string>{mac.Label}</string><key>ProgramArguments</key><array><string>/usr/bin/true</string></array></dict></plist>
            """;
}

using MempalaceSched.Health;
using MempalaceSched.Runs;
using MempalaceSched.Schedules;
using Xunit;
using static MempalaceSched.SystemTests.Launcher.HeldPalace;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Who holds the palace, what to do about it, and a mine through a daemon or a hub.</summary>
public abstract class HolderTests(TestShell shell)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_MCP_server_is_named_with_its_client(bool named)
    {
        using var bed = new LauncherBed(shell);
        using var server = Hold(bed, "claude", "mempalace-mcp", named);

        Assert.Equal(75, Run(bed, Mine(bed)).ExitCode);
        Assert.Matches(
            $"^the palace {bed.Home}/palace is held by PID [0-9]+, an MCP server of claude; quit claude, or mine through the daemon$",
            bed.OnlyLine().Reason
        );
    }

    [Fact]
    public void A_mine_goes_through_a_daemon_that_holds_the_palace()
    {
        using var bed = new LauncherBed(shell);
        using var daemon = Hold(bed, "sh", "mempalace/daemon.py", named: true, "serve", "--palace");

        Assert.Equal(0, Run(bed, Mine(bed)).ExitCode);
        Assert.Equal(("Succeeded", 9), (bed.OnlyLine().Outcome, bed.OnlyLine().Filed));
        Assert.EndsWith(" --daemon\n", File.ReadAllText(bed.Out("arguments")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_daemon_is_waited_for_up_to_the_time_limit()
    {
        using var bed = new LauncherBed(shell);
        using var daemon = Hold(bed, "sh", "mempalace/daemon.py", named: true, "serve", "--palace");
        File.WriteAllText(bed.Out("slow"), "");

        Assert.Equal(124, Run(bed, Mine(bed) with { TimeLimit = TimeSpan.FromSeconds(2) }).ExitCode);
        Assert.Equal("over its limit of 2 s; the daemon continues with the mine", bed.OnlyLine().Reason);
    }

    [Fact]
    public void A_wrapper_cannot_use_the_daemon_and_the_reason_says_what_helps()
    {
        using var bed = new LauncherBed(shell);
        using var daemon = Hold(bed, "sh", "mempalace/daemon.py", named: true, "serve", "--palace");
        var mine = Mine(bed);
        File.Move(bed.Out("bin/mempalace"), bed.Out("bin/mempalace-session"));

        Run(bed, mine with { Command = [bed.Out("bin/mempalace-session")] });
        Assert.Matches(
            "is held by PID [0-9]+, the mempalace daemon, which this command cannot use; stop it while the schedule runs$",
            bed.OnlyLine().Reason
        );
        Assert.False(File.Exists(bed.Out("arguments")));
    }

    [Fact]
    public void A_daemon_that_refuses_the_mine_is_named()
    {
        using var bed = new LauncherBed(shell);
        using var daemon = Hold(bed, "sh", "mempalace/daemon.py", named: true, "serve", "--palace");
        File.WriteAllText(bed.Out("refuse"), "");

        Assert.Equal(75, Run(bed, Mine(bed), interval: 3000).ExitCode);
        Assert.Matches(
            "is held by PID [0-9]+, the mempalace daemon, which did not take the mine; stop it$",
            bed.OnlyLine().Reason
        );
        Assert.True(File.Exists(Path.Combine(bed.State, "retry")));
    }

    [Fact]
    public void A_stopped_mine_of_the_daemon_continues()
    {
        using var bed = new LauncherBed(shell);
        using var daemon = Hold(bed, "sh", "mempalace/daemon.py", named: true, "serve", "--palace");
        File.WriteAllText(bed.Out("slow"), "");
        var run = bed.Start(Mine(bed), "--trigger", "scheduled");
        bed.WaitForFile("arguments");
        BedProcesses.Signal("TERM", run.Pid);

        Assert.Equal(143, run.Result().ExitCode);
        Assert.Equal("stopped; the daemon continues with the mine", bed.OnlyLine().Reason);
    }

    [Fact]
    public void A_stopped_mine_of_a_hub_continues()
    {
        using var bed = new LauncherBed(shell);
        var run = bed.Start(
            bed.Mine(
                "echo 'mempalace: forwarding mine to palace hub http://127.0.0.1:8765 (pid 4242)'; echo >$ROOT/begun; sleep 60"
            )
        );
        bed.WaitForFile("begun");
        BedProcesses.Signal("TERM", run.Pid);

        Assert.Equal(143, run.Result().ExitCode);
        Assert.Equal("stopped; the hub continues with the mine", bed.OnlyLine().Reason);
    }

    /// <summary>
    /// The launcher reads the real clock, so each run is moved to its day afterwards. There is one try for each of the
    /// seven occurrences.
    /// </summary>
    [Fact]
    public void A_palace_that_an_MCP_server_holds_for_a_week_loses_no_occurrence_and_gives_one_notification()
    {
        using var bed = new LauncherBed(shell);
        var mine = HookTests.WithHooks(
            bed,
            Mine(bed) with
            {
                RetryInterval = TimeSpan.FromHours(1),
            },
            "echo x >>$ROOT/calls",
            ""
        );
        using (Hold(bed, "claude", "mempalace-mcp", named: true))
            for (var day = 1; day <= 7; day++)
            {
                Assert.Equal(75, Run(bed, mine, interval: 3000).ExitCode);
                foreach (var waiting in bed.Alive().Where(IsWaiting))
                    BedProcesses.Signal("KILL", waiting); // as at a shutdown
                var lines = File.ReadAllLines(bed.HistoryPath);
                lines[^1] = lines[^1]
                    .Replace(bed.Newest().Occurrence!, $"1999-01-0{day}T03:00", StringComparison.Ordinal);
                File.WriteAllLines(bed.HistoryPath, lines);
            }

        Assert.Equal(7, bed.Newest().BusyOccurrences);
        Assert.Single(File.ReadAllLines(bed.Out("calls")));
        var finding = Health(bed).Single(found => found.Health == ScheduleHealth.Starved);
        Assert.EndsWith(", by an MCP server of claude (7 tries).", finding.Problem, StringComparison.Ordinal);
        Assert.StartsWith("Quit claude, or mine through the daemon.", finding.Recommendation, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(bed.State, "occurrence"))); // it is still due

        Assert.Equal(0, Run(bed, mine).ExitCode);
        Assert.DoesNotContain(Health(bed), found => found.Health == ScheduleHealth.Starved);
        Assert.False(File.Exists(Path.Combine(bed.State, "retry")));
        Assert.Single(File.ReadAllLines(bed.Out("calls")));
    }

    private static bool IsWaiting(int pid) =>
        BedProcesses.Describe(pid).Contains("--wait", StringComparison.Ordinal)
        || BedProcesses.Describe(pid).Contains("sleep", StringComparison.Ordinal);

    private static IReadOnlyList<HealthFinding> Health(LauncherBed bed) =>
        HealthRules.Apply(
            new HealthFacts
            {
                Name = LauncherBed.Name,
                Enabled = true,
                State = ScheduleState.Waiting,
                Now = DateTimeOffset.UtcNow,
                Since = DateTimeOffset.UtcNow.AddDays(-8),
                Allowed = TimeSpan.FromDays(30),
                Runs = [.. new RunHistory(bed.Paths).Read(LauncherBed.Name)],
            }
        );
}

public sealed class HolderUnderDash() : HolderTests(TestShell.Dash);

public sealed class HolderUnderBashPosix() : HolderTests(TestShell.BashPosix);

public sealed class HolderUnderAsh() : HolderTests(TestShell.Ash);

using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Runs that must be stopped: by the time limit, by a signal, or after the launcher was killed.</summary>
public abstract class EndingTests(TestShell shell)
{
    /// <summary>A run with a child process and a grandchild process. Each writes its PID to a file.</summary>
    protected const string Family = """
        echo 'Drawers filed: 7'
        sh -c 'sh -c "echo \$\$ >$0/grandchild; exec sleep 300" "$0" & echo $$ >$0/child; wait' "$ROOT" &
        while ! [ -s $ROOT/grandchild ]; do sleep 0.02; done
        echo $$ >$ROOT/self
        wait
        """;

    protected const string Stubborn = "trap '' TERM\n" + Family;

    [Theory, SetsOfTools(nameof(Machines.WithGroups))]
    public void The_time_limit_stops_the_whole_process_group(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);

        var result = bed.Run(bed.Mine(Family) with { TimeLimit = TimeSpan.FromSeconds(2) });

        Assert.Equal((124, ""), (result.ExitCode, result.Error));
        var line = bed.OnlyLine();
        Assert.Equal(
            ("TimedOut", 124, "over its limit of 2 s", 7),
            (line.Outcome, line.ExitCode, line.Reason, line.Filed)
        );
        Assert.True(bed.Pid("grandchild") > 0);
        bed.AssertNothingLeft();
        Assert.False(File.Exists(bed.MarkerPath));
    }

    [Fact]
    public void A_command_that_ignores_TERM_is_killed_after_the_grace_period()
    {
        using var bed = new LauncherBed(shell);
        var clock = Stopwatch.StartNew();

        var result = bed.Run(bed.Mine(Stubborn) with { TimeLimit = TimeSpan.FromSeconds(1) });

        Assert.Equal(124, result.ExitCode);
        Assert.Equal("TimedOut", bed.OnlyLine().Outcome);
        Assert.True(
            clock.Elapsed >= TimeSpan.FromSeconds(3),
            $"limit and grace are three seconds, it took {clock.Elapsed}"
        );
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_command_that_ends_within_the_grace_period_is_not_killed()
    {
        using var bed = new LauncherBed(shell);

        var result = bed.StartWith(
                bed.Mine(
                    """
                    trap 'echo closing; sleep 1.5; echo "Drawers filed: 9"; : >$ROOT/closed; exit 0' TERM
                    while :; do sleep 0.1; done
                    """
                ) with
                {
                    TimeLimit = TimeSpan.FromSeconds(1),
                },
                new() { ["MEMPALACE_SCHED_GRACE"] = "30" }
            )
            .Result();

        Assert.Equal(124, result.ExitCode);
        Assert.True(File.Exists(bed.Out("closed")));
        Assert.Equal(9, bed.OnlyLine().Filed);
        bed.AssertNothingLeft();
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public void A_signal_to_the_launcher_stops_the_run_cleanly(string signal, int exitCode)
    {
        using var bed = new LauncherBed(shell);
        var launcher = bed.Start(bed.Mine(Family));
        bed.Pid("self");

        launcher.Signal(signal);

        var result = launcher.Result();
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Error));
        var line = bed.OnlyLine();
        Assert.Equal(("Interrupted", exitCode, 7), (line.Outcome, line.ExitCode, line.Filed));
        Assert.False(File.Exists(bed.MarkerPath));
        bed.AssertNothingLeft();
    }

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void A_stop_reaches_the_run_with_any_set_of_tools(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var launcher = bed.Start(bed.Mine("echo $$ >$ROOT/self; exec sleep 300"));
        var mine = bed.Pid("self");

        launcher.Signal("TERM");

        var result = launcher.Result();
        Assert.Equal((143, ""), (result.ExitCode, result.Error));
        Assert.False(BedProcesses.IsAlive(mine));
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_stop_kills_a_command_that_ignores_TERM_after_the_grace_period()
    {
        using var bed = new LauncherBed(shell);
        var launcher = bed.Start(bed.Mine(Stubborn));
        bed.Pid("self");

        launcher.Signal("TERM");
        launcher.Signal("TERM");

        Assert.Equal(143, launcher.Result().ExitCode);
        Assert.Equal(("Interrupted", 143), (bed.OnlyLine().Outcome, bed.OnlyLine().ExitCode));
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_stop_takes_effect_at_any_moment()
    {
        using var bed = new LauncherBed(shell);
        var mine = bed.Mine("exec sleep 300");
        var codes = new List<int>();
        for (var delay = 0; delay < 12; delay++)
        {
            var launcher = bed.Start(mine);
            Thread.Sleep(delay * 8); // hits a different moment each time
            launcher.Signal("TERM");
            codes.Add(launcher.Result().ExitCode);
        }

        // zsh 5.9 itself can crash (SIGSEGV) when a signal arrives. The launcher's watchdog then stops the command.
        int[] accepted = shell == TestShell.Zsh ? [143, 139] : [143];
        Assert.All(codes, code => Assert.Contains(code, accepted));
        Assert.All(bed.History(), line => Assert.Equal("Interrupted", line.Outcome));
        bed.AssertNothingLeft();
    }

    [Fact]
    public void Processes_left_in_the_process_group_are_stopped()
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(bed.Mine("sleep 300 & echo $! >$ROOT/left; echo 'Drawers filed: 3'"));

        Assert.Equal(0, result.ExitCode);
        Assert.False(BedProcesses.IsAlive(bed.Pid("left")));
        Assert.Equal(("Succeeded", 3), (bed.OnlyLine().Outcome, bed.OnlyLine().Filed));
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_daemon_in_its_own_session_does_not_delay_the_run()
    {
        using var bed = new LauncherBed(shell);
        var mine = bed.Mine(
            """
            rm -f $ROOT/daemon
            setsid sh -c 'echo $$ >$0/daemon; exec sleep 300' $ROOT &
            while ! [ -s $ROOT/daemon ]; do sleep 0.02; done
            echo 'Drawers filed: 3'
            """
        );
        var clock = Stopwatch.StartNew();

        var first = bed.Run(mine);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"it took {clock.Elapsed}");
        var daemon = bed.Pid("daemon");
        Assert.True(BedProcesses.IsAlive(daemon));
        var second = bed.Run(mine);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal([3, 3], bed.History().Select(line => line.Filed));
    }
}

/// <summary>bash creates process groups itself, even if no tool can.</summary>
public abstract class EndingWithJobControl(TestShell shell) : EndingTests(shell)
{
    private readonly TestShell shell = shell;

    [Fact]
    public void Without_any_tool_the_whole_process_group_is_stopped()
    {
        using var bed = new LauncherBed(shell, TestTools.Bare);

        var result = bed.Run(bed.Mine(Stubborn) with { TimeLimit = TimeSpan.FromSeconds(1) });

        Assert.Equal((124, ""), (result.ExitCode, result.Error));
        Assert.Equal(("TimedOut", 7), (bed.OnlyLine().Outcome, bed.OnlyLine().Filed));
        bed.AssertNothingLeft();
    }
}

public sealed class EndingUnderDash() : EndingTests(TestShell.Dash);

public sealed class EndingUnderBashPosix() : EndingWithJobControl(TestShell.BashPosix);

public sealed class EndingUnderAsh() : EndingTests(TestShell.Ash);

public sealed class EndingUnderMksh() : EndingTests(TestShell.Mksh);

public sealed class EndingUnderYash() : EndingTests(TestShell.Yash);

public sealed class EndingUnderPosh() : EndingTests(TestShell.Posh);

public sealed class EndingUnderKsh93() : EndingTests(TestShell.Ksh93);

public sealed class EndingUnderZsh() : EndingTests(TestShell.Zsh);

using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Hooks that must be stopped, and what does not wait for a hook.</summary>
public abstract class HookEndingTests(TestShell shell)
{
    /// <summary>A hook with a child process. Both ignore TERM, and each writes its PID to a file.</summary>
    private const string Stubborn =
        "trap '' TERM; sh -c 'echo $$ >$0/child; sleep 300' $ROOT & echo $$ >$ROOT/hook; wait; sleep 300";
    private const string Hanging =
        "echo waiting; sh -c 'echo $$ >$0/child; exec sleep 300' $ROOT & echo $$ >$ROOT/hook; wait";

    [Theory, SetsOfTools(nameof(Machines.WithGroups))]
    public void A_hook_that_hangs_is_stopped_with_its_process_group(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);

        var result = bed.StartWith(
                HookTests.WithHooks(bed, bed.Mine("echo mined"), "", Hanging),
                new() { ["MEMPALACE_SCHED_HOOK_LIMIT"] = "1" }
            )
            .Result();

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith(
            "mempalace-test: the OnSuccess command was ended: it took longer than 1 s\n",
            result.Output,
            StringComparison.Ordinal
        );
        Assert.Equal("Succeeded", bed.OnlyLine().Outcome);
        Assert.EndsWith(
            "waiting\n\n[the OnSuccess command was ended: it took longer than 1 s]\n",
            bed.Log(bed.OnlyLine()),
            StringComparison.Ordinal
        );
        Assert.True(bed.Pid("child") > 0);
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_hook_that_ignores_TERM_is_killed()
    {
        using var bed = new LauncherBed(shell);
        var clock = Stopwatch.StartNew();

        Assert.Equal(
            0,
            bed.StartWith(
                    HookTests.WithHooks(bed, bed.Mine("echo mined"), "", Stubborn),
                    new() { ["MEMPALACE_SCHED_HOOK_LIMIT"] = "1" }
                )
                .Result()
                .ExitCode
        );

        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(5), $"it has five seconds, and had {clock.Elapsed}");
        bed.AssertNothingLeft();
    }

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void TERM_to_the_launcher_stops_the_hook_and_keeps_the_outcome(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var launcher = bed.Start(
            HookTests.WithHooks(bed, bed.Mine("exit 5"), "echo $$ >$ROOT/hook; exec sleep 300", "")
        );
        var hook = bed.Pid("hook");

        launcher.Signal("TERM");

        var result = launcher.Result();
        Assert.Equal((5, ""), (result.ExitCode, result.Error));
        Assert.EndsWith(
            "mempalace-test: the OnFailure command was ended, because the launcher received a signal\n",
            result.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(("Failed", 5), (bed.OnlyLine().Outcome, bed.OnlyLine().ExitCode));
        Assert.False(BedProcesses.IsAlive(hook));
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_killed_launcher_takes_its_hook_with_it_and_the_run_keeps_its_outcome()
    {
        using var bed = new LauncherBed(shell);
        var mine = bed.Mine("echo mined");
        var launcher = bed.Start(HookTests.WithHooks(bed, mine, "", Hanging));
        bed.Pid("child");

        launcher.Signal("KILL");

        launcher.Result();
        bed.AssertNothingLeft();
        Assert.Equal(0, bed.Run(mine).ExitCode);
        Assert.Equal(["Succeeded", "Succeeded"], bed.History().Select(line => line.Outcome));
    }

    [Theory, SetsOfTools(nameof(Machines.Locks))]
    public void Other_runs_do_not_wait_for_a_hook(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var mine = bed.Mine("echo mined");
        var first = bed.Start(HookTests.WithHooks(bed, mine, "", Hanging));
        bed.Pid("hook");

        Assert.False(File.Exists(bed.MarkerPath));
        Assert.Equal(0, bed.Run(mine).ExitCode);
        Assert.Equal(0, bed.Run(mine with { Name = "mempalace-other" }).ExitCode);

        Assert.False(first.HasExited);
        first.Signal("TERM");
        Assert.Equal(0, first.Result().ExitCode);
    }

    [Fact]
    public void Processes_left_in_the_group_of_a_hook_are_stopped_and_a_daemon_delays_nothing()
    {
        using var bed = new LauncherBed(shell);
        var clock = Stopwatch.StartNew();

        bed.Run(
            HookTests.WithHooks(
                bed,
                bed.Mine("echo mined"),
                "",
                """
                sleep 300 & echo $! >$ROOT/left
                setsid sh -c 'echo $$ >$0/daemon; exec sleep 300' $ROOT &
                while ! [ -s $ROOT/daemon ]; do sleep 0.02; done
                """
            )
        );

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"it took {clock.Elapsed}");
        Assert.False(BedProcesses.IsAlive(bed.Pid("left")));
        Assert.True(BedProcesses.IsAlive(bed.Pid("daemon")));
    }

    [Fact]
    public void A_stop_at_any_moment_leaves_no_process_of_the_hook()
    {
        using var bed = new LauncherBed(shell);
        var mine = HookTests.WithHooks(bed, bed.Mine("echo mined"), "", "sleep 300");
        for (var delay = 0; delay < 8; delay++)
        {
            var before = bed.History().Count;
            var launcher = bed.Start(mine);
            LauncherBed.Wait(() => bed.History().Count > before, () => "The run does not end.");
            Thread.Sleep(delay * 8); // hits a different moment each time
            launcher.Signal("TERM");
            Assert.Equal(0, launcher.Result().ExitCode);
        }

        Assert.All(bed.History(), line => Assert.Equal("Succeeded", line.Outcome));
        bed.AssertNothingLeft();
    }
}

public sealed class HookEndingUnderDash() : HookEndingTests(TestShell.Dash);

public sealed class HookEndingUnderBashPosix() : HookEndingTests(TestShell.BashPosix);

public sealed class HookEndingUnderAsh() : HookEndingTests(TestShell.Ash);

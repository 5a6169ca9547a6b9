using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Hooks that have to be ended, and what does not wait for them.</summary>
public abstract class HookEndingTests(TestShell shell)
{
    /// <summary>A hook with a child; both ignore TERM and write their numbers down.</summary>
    private const string Stubborn =
        "trap '' TERM; sh -c 'echo $$ >$0/child; sleep 300' $ROOT & echo $$ >$ROOT/hook; wait; sleep 300";
    private const string Hanging =
        "echo waiting; sh -c 'echo $$ >$0/child; exec sleep 300' $ROOT & echo $$ >$ROOT/hook; wait";

    [Theory, MemberData(nameof(Machines.WithGroups), MemberType = typeof(Machines))]
    public void One_that_hangs_is_ended_with_its_group(TestTools tools)
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
    public void One_that_ignores_TERM_is_killed()
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

    [Theory, MemberData(nameof(Machines.All), MemberType = typeof(Machines))]
    public void TERM_for_the_launcher_ends_it_and_the_outcome_stays(TestTools tools)
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
            "mempalace-test: the OnFailure command was ended: the launcher was told to end\n",
            result.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(("Failed", 5), (bed.OnlyLine().Outcome, bed.OnlyLine().ExitCode));
        Assert.False(LauncherBed.IsAlive(hook));
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_launcher_that_is_killed_takes_it_along_and_the_run_stays_as_it_was()
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

    [Theory, MemberData(nameof(Machines.Locks), MemberType = typeof(Machines))]
    public void Nobody_waits_for_it(TestTools tools)
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
    public void What_it_leaves_in_its_group_is_ended_and_a_daemon_holds_up_nothing()
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
        Assert.False(LauncherBed.IsAlive(bed.Pid("left")));
        Assert.True(LauncherBed.IsAlive(bed.Pid("daemon")));
    }

    [Fact]
    public void After_a_stop_at_any_moment_nothing_of_it_is_left()
    {
        using var bed = new LauncherBed(shell);
        var mine = HookTests.WithHooks(bed, bed.Mine("echo mined"), "", "sleep 300");
        for (var delay = 0; delay < 8; delay++)
        {
            var before = bed.History().Count;
            var launcher = bed.Start(mine);
            LauncherBed.Wait(() => bed.History().Count > before, () => "The run does not end.");
            Thread.Sleep(delay * 8); // no proof: only to hit another moment each time
            launcher.Signal("TERM");
            Assert.Equal(0, launcher.Result().ExitCode);
        }

        Assert.All(bed.History(), line => Assert.Equal("Succeeded", line.Outcome));
        bed.AssertNothingLeft();
    }
}

public sealed class HookEndingUnderDash() : HookEndingTests(TestShell.Dash);

public sealed class HookEndingUnderBash() : HookEndingTests(TestShell.Bash);

public sealed class HookEndingUnderBashPosix() : HookEndingTests(TestShell.BashPosix);

public sealed class HookEndingUnderAsh() : HookEndingTests(TestShell.Ash);

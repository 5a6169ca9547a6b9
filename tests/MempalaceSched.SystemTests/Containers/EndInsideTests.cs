using System.Diagnostics;
using MempalaceSched.SystemTests.Launcher;
using Xunit;

namespace MempalaceSched.SystemTests.Containers;

/// <summary>Tests runs in a real container that the launcher, or something else, ends early.</summary>
public abstract class EndInsideTests
{
    /// <summary>A command with a child and a grandchild process.</summary>
    private const string Family = """
        echo 'Drawers filed: 7'
        sh -c 'sh -c "exec sleep 300" & echo x >/tmp/child; wait' &
        while ! [ -s /tmp/child ]; do sleep 0.02; done
        echo x >/tmp/self
        wait
        """;

    private readonly TestShell shell;
    private readonly EngineBed engine;

    protected EndInsideTests(TestShell shell, EngineBed engine)
    {
        engine.Require();
        (this.shell, this.engine) = (shell, engine);
    }

    [Fact]
    public void The_time_limit_ends_the_process_group_in_the_container()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();

        var clock = Stopwatch.StartNew();

        var result = bed.Run(box.Mine(bed, Family) with { TimeLimit = TimeSpan.FromSeconds(2) });

        Assert.Equal((124, ""), (result.ExitCode, result.Error));
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 20); // the watchdog of the launcher would act at 36 s
        Assert.Equal(
            ("TimedOut", "over its limit of 2 s", 7),
            (bed.OnlyLine().Outcome, bed.OnlyLine().Reason, bed.OnlyLine().Filed)
        );
        Assert.True(box.Has("/tmp/self"));
        Assert.Empty(box.Processes());
    }

    [Fact]
    public void A_process_that_ignores_TERM_gets_KILL_after_the_grace_period()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();

        var clock = Stopwatch.StartNew();

        var result = bed.Run(box.Mine(bed, "trap '' TERM\n" + Family) with { TimeLimit = TimeSpan.FromSeconds(1) });

        Assert.Equal(124, result.ExitCode);
        Assert.InRange(clock.Elapsed.TotalSeconds, 2, 20);
        Assert.Empty(box.Processes());
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public void Stopping_the_launcher_ends_the_run_in_the_container(string signal, int code)
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var launcher = bed.Start(box.Mine(bed, "trap 'echo closing; echo x >/tmp/closed; exit 0' TERM\n" + Family));
        box.WaitFor("/tmp/self");

        launcher.Signal(signal);

        Assert.Equal((code, ""), (launcher.Result() is var result ? result.ExitCode : -1, result.Error));
        Assert.Equal(("Interrupted", code), (bed.OnlyLine().Outcome, bed.OnlyLine().ExitCode));
        Assert.Contains("closing\n", bed.Log(bed.OnlyLine()), StringComparison.Ordinal);
        Assert.True(box.Has("/tmp/closed"));
        Assert.Empty(box.Processes());
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_killed_launcher_ends_the_run_in_the_container()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var launcher = bed.Start(box.Mine(bed, Family));
        box.WaitFor("/tmp/self");

        launcher.Signal("KILL");

        box.AssertNothingLeft();
        bed.AssertNothingLeft();
        Assert.Equal(0, bed.Run(box.Mine(bed, "echo 'Drawers filed: 1'")).ExitCode);
        Assert.Equal(["Interrupted", "Succeeded"], bed.History().Select(line => line.Outcome));
    }

    [Fact]
    public void A_killed_client_ends_the_run_in_the_container()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var launcher = bed.Start(box.Mine(bed, Family));
        box.WaitFor("/tmp/self");

        BedProcesses.Signal("KILL", [.. bed.Alive().Where(IsClient)]);

        Assert.Equal(137, launcher.Result().ExitCode);
        Assert.Equal("Failed", bed.OnlyLine().Outcome);
        box.AssertNothingLeft();
    }

    private static bool IsClient(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains("\0exec\0-i\0", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // the process has ended
        }
    }

    [Theory]
    [InlineData("stop", @"was stopped in the middle \((exited|stopped)\)")]
    [InlineData("kill", @"was stopped in the middle \((exited|stopped)\)")]
    [InlineData("restart", @"was (started again in the middle|stopped in the middle \(.*\))")]
    public void A_container_that_is_stopped_in_the_middle_interrupts_the_run(string verb, string reason)
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var launcher = bed.Start(box.Mine(bed, Family));
        box.WaitFor("/tmp/self");

        box.Engine(verb);

        var result = launcher.Result();
        Assert.Equal("", result.Error);
        Assert.Contains(result.ExitCode, new[] { 137, 255 }); // podman returns 255 if the container is gone
        Assert.Equal("Interrupted", bed.OnlyLine().Outcome);
        Assert.Matches($"^the container {box.Name} {reason}$", bed.OnlyLine().Reason);
        bed.AssertNothingLeft();
    }

    [Fact]
    public void Leftover_processes_of_a_run_do_not_block_the_launcher()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var clock = Stopwatch.StartNew();

        var result = bed.Run(box.Mine(bed, "setsid sleep 30 & echo 'Drawers filed: 1'"));

        Assert.Equal(0, result.ExitCode);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 15);
    }
}

public sealed class EndInsideUnderDash(DockerBed engine) : EndInsideTests(TestShell.Dash, engine);

public sealed class EndInsideUnderAsh(DockerBed engine) : EndInsideTests(TestShell.Ash, engine);

/// <summary>
/// Runs the same tests with podman, which has no daemon. What the engine does and what the shell does are independent,
/// so each engine and each shell is there once, but not each pair.
/// </summary>
public sealed class EndInsideWithPodman(PodmanBed engine) : EndInsideTests(TestShell.BashPosix, engine);

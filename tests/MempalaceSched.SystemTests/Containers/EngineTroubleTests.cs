using System.Diagnostics;
using MempalaceSched.Containers;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.SystemTests.Launcher;
using Xunit;

namespace MempalaceSched.SystemTests.Containers;

/// <summary>Tests the launcher with failing engines. They are stand-ins with the messages of real engines.</summary>
public abstract class EngineTroubleTests(TestShell shell)
{
    private const string NoDaemon =
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";
    private const string Running =
        "if [ \"$1\" = container ]; then echo '/devbox running 2027-01-01T00:00:00Z'; exit; fi\n";

    [Theory]
    [InlineData(1, NoDaemon)]
    [InlineData(
        1,
        "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix: connect: permission denied"
    )]
    [InlineData(
        125,
        "Error: unable to connect to Podman socket: Get \"http://d/v4.3.1/libpod/_ping\": dial unix /tmp/nowhere.sock: connect: no such file or directory"
    )]
    public void An_engine_error_fails_the_run_with_its_message(int code, string words)
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(Mine(bed, $"echo '{words}' >&2; exit {code}"));

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Equal(("Failed", $"{bed.Out("engine")}: {words}"), (bed.OnlyLine().Outcome, bed.OnlyLine().Reason));
        Assert.Equal($"mempalace-test: Failed: {bed.OnlyLine().Reason}\n", result.Output);
    }

    [Fact]
    public void A_stop_takes_effect_while_the_launcher_waits_for_the_engine()
    {
        using var bed = new LauncherBed(shell);
        var clock = Stopwatch.StartNew();
        var launcher = bed.Start(Mine(bed, "echo $$ >$ROOT/self; exec sleep 300"));
        bed.Pid("self");

        launcher.Signal("TERM");

        Assert.Equal((143, ""), (launcher.Result() is var result ? result.ExitCode : -1, result.Error));
        Assert.Equal("Interrupted", bed.OnlyLine().Outcome);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_client_that_ignores_the_end_of_input_is_killed_after_the_grace_period()
    {
        using var bed = new LauncherBed(shell);
        var launcher = bed.Start(Mine(bed, Running + "trap '' TERM; echo $$ >$ROOT/self; while :; do sleep 1; done"));
        var client = bed.Pid("self");

        launcher.Signal("TERM");

        Assert.Equal(143, launcher.Result().ExitCode);
        Assert.False(BedProcesses.IsAlive(client));
        bed.AssertNothingLeft();
    }

    [Fact]
    public void An_engine_that_stops_during_a_run_interrupts_it()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(
            Mine(
                bed,
                $"if [ -e $ROOT/gone ]; then echo '{NoDaemon}' >&2; exit 1; fi\n{Running}"
                    + "echo mined; echo 'mempalace-sched: begun' >&2; : >$ROOT/gone; echo 'error: unexpected EOF' >&2; exit 1"
            )
        );

        Assert.Equal(
            ("Interrupted", $"the engine went away in the middle: {NoDaemon}"),
            (bed.OnlyLine().Outcome, bed.OnlyLine().Reason)
        );
    }

    [Fact]
    public void Output_of_a_run_is_not_read_as_its_result()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(
            Mine(
                bed,
                Running
                    + "echo 'mempalace-sched: exit 0'; echo 'mempalace-sched: begun' >&2; echo 'mempalace-sched: exit 3' >&2"
            )
        );

        Assert.Equal(("Failed", 3), (bed.OnlyLine().Outcome, bed.OnlyLine().ExitCode));
        Assert.Equal("mempalace-sched: exit 0\n", bed.Log(bed.OnlyLine()));
    }

    [Fact]
    public void The_client_gets_the_engine_variables_and_exact_arguments()
    {
        using var bed = new LauncherBed(shell);
        var definition = Mine(
            bed,
            Running
                + "printf '%s\\n' \"$@\" >$ROOT/words; cat >$ROOT/script; env >$ROOT/environ; echo 'mempalace-sched: exit 0' >&2"
        ) with
        {
            Environment = new Dictionary<string, string> { ["SECRET"] = "it's" },
        };
        definition = definition with
        {
            Container = definition.Container! with { User = "1000:1000" },
            CapturedEnvironment = definition
                .CapturedEnvironment.Append(new("DOCKER_HOST", "ssh://a b'c"))
                .ToDictionary(),
        };

        var launcher = bed.Start(definition); // the stand-in reads standard input to its end
        bed.WaitForFile("words");
        Thread.Sleep(500);
        launcher.Signal("TERM");
        launcher.Result();

        Assert.Equal(["exec", "-i", "-u", "1000:1000", "devbox", "/bin/sh", "-s"], File.ReadAllLines(bed.Out("words")));
        var environment = File.ReadAllLines(bed.Out("environ"));
        Assert.Contains("DOCKER_HOST=ssh://a b'c", environment);
        Assert.DoesNotContain(
            environment,
            line =>
                line.StartsWith("SECRET", StringComparison.Ordinal)
                || line.StartsWith("MEMPALACE_P", StringComparison.Ordinal)
        );
        Assert.EndsWith(
            "\nlaunch ${1+\"$@\"}\n",
            File.ReadAllText(bed.Out("script")).TrimEnd('\n') + "\n",
            StringComparison.Ordinal
        );
    }

    /// <summary>Creates a schedule in the container devbox. The engine is the given shell script.</summary>
    private protected static ScheduleDefinition Mine(LauncherBed bed, string engine)
    {
        var path = bed.Out("engine");
        File.WriteAllText(path, $"#!/bin/sh\nPATH=/usr/bin:/bin ROOT={bed.Root}\n{engine}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return bed.Command("/bin/mine") with
        {
            Container = new ContainerTarget("devbox", null, path),
            Palace = "~/.mempalace/palace",
        };
    }
}

public sealed class EngineTroubleUnderMksh() : EngineTroubleTests(TestShell.Mksh);

public sealed class EngineTroubleUnderYash() : EngineTroubleTests(TestShell.Yash);

public sealed class EngineTroubleUnderPosh() : EngineTroubleTests(TestShell.Posh);

public sealed class EngineTroubleUnderKsh93() : EngineTroubleTests(TestShell.Ksh93);

public sealed class EngineTroubleUnderZsh() : EngineTroubleTests(TestShell.Zsh);

using System.Security.Cryptography;
using System.Text;
using MempalaceSched.Schedules;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>A busy run names the holder of the palace, leaves its occurrence due, and is tried again.</summary>
public abstract class BusyRetryTests(TestShell shell)
{
    /// <summary>
    /// A stand-in for mempalace: it takes mempalace's own lock, or reports who has it, as release 3.7.1.
    /// </summary>
    private const string Mempalace = """
        #!/usr/bin/python3
        import fcntl, os, sys
        file = open(os.environ['LOCK'], 'a+')
        if '--daemon' in sys.argv:
            print('  Files processed: 3\n  Drawers filed: 9')
            open(os.environ['ROOT'] + '/arguments', 'a').write(' '.join(sys.argv[1:]) + '\n')
            if os.path.exists(os.environ['ROOT'] + '/slow'):
                import time
                time.sleep(60)
            sys.exit(0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            pid = file.read().strip()
            held = f'PID {pid} (python3)' if pid else 'another writer (identity not recorded)'
            print(f"mempalace: palace {os.environ['MEMPALACE_PALACE_PATH']} is held by {held}; wait for it to finish or "
                  "stop the holder before retrying", file=sys.stderr)
            sys.exit(1)
        print('  Files processed: 1\n  Drawers filed: 2')
        """;

    /// <summary>Takes the lock, says so, and holds it until its standard input ends.</summary>
    private const string Holder = """
        import fcntl, os, sys
        file = open(os.environ['LOCK'], 'a+')
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.environ.get('NAMED'):
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
        open(os.environ['ROOT'] + '/held', 'w').close()
        sys.stdin.read()
        """;

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
    public void An_occurrence_that_meets_another_run_is_tried_again_only_if_that_run_does_not_succeed()
    {
        using var bed = new LauncherBed(shell);
        foreach (var (end, outcomes) in new[] { ("0", "Busy Succeeded"), ("1", "Busy Failed Succeeded") })
        {
            if (File.Exists(bed.HistoryPath))
                File.Delete(bed.HistoryPath);
            var slow = bed.Mine($": >$ROOT/begun; while [ ! -e $ROOT/go ]; do sleep 0.1; done; exit {end}");
            var manual = bed.Start(slow with { Scheduler = SchedulerKind.Cron, At = "Mon 03:00" });
            bed.WaitForFile("begun");
            Run(bed, Mine(bed), interval: 2);
            File.WriteAllText(bed.Out("go"), "");
            manual.Result();
            bed.AssertNothingLeft();

            Assert.Equal(outcomes, string.Join(' ', bed.History().Select(line => line.Outcome)));
            Assert.Null(bed.History()[0].BusyOccurrences);
            Assert.False(File.Exists(Path.Combine(bed.State, "retry")));
            File.Delete(bed.Out("begun"));
            File.Delete(bed.Out("go"));
        }
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

    [Fact]
    public void The_occurrence_is_tried_again_until_the_palace_is_free()
    {
        using var bed = new LauncherBed(shell);
        using (Hold(bed, "claude", "mempalace-mcp", named: true))
        {
            Assert.Equal(75, Run(bed, Mine(bed), interval: 1).ExitCode);
            Assert.False(File.Exists(Path.Combine(bed.State, "occurrence")));
            LauncherBed.Wait(() => bed.History().Count >= 3, () => "there was no third try");
        }
        LauncherBed.Wait(
            () => bed.History()[^1].Outcome == "Succeeded",
            () => "the palace was free, and no try succeeded"
        );
        bed.AssertNothingLeft();

        var lines = bed.History();
        Assert.All(lines.SkipLast(1), line => Assert.Equal("Busy", line.Outcome));
        Assert.Single(lines.SkipLast(1).Select(line => line.Occurrence).Distinct());
        Assert.All(lines.SkipLast(1), line => Assert.Equal(1, line.BusyOccurrences));
        Assert.Equal(["scheduled", "retry"], lines.Select(line => line.Trigger).Distinct());
        Assert.False(File.Exists(Path.Combine(bed.State, "retry")));
        Assert.True(File.Exists(Path.Combine(bed.State, "occurrence")));
    }

    [Fact]
    public void While_it_waits_the_schedule_can_be_started_by_hand_and_then_does_not_run_again()
    {
        using var bed = new LauncherBed(shell);
        using (Hold(bed, "claude", "mempalace-mcp", named: true))
            Run(bed, Mine(bed), interval: 3);

        Assert.Equal(0, bed.Run(Mine(bed)).ExitCode);
        bed.AssertNothingLeft(); // the next try has seen that it is not wanted
        Assert.Equal(["Busy", "Succeeded"], bed.History().Select(line => line.Outcome));
    }

    [Fact]
    public void A_signal_ends_the_wait_at_once()
    {
        using var bed = new LauncherBed(shell);
        using (Hold(bed, "claude", "mempalace-mcp", named: true))
            Run(bed, Mine(bed), interval: 3000);
        var waiting = 0;
        LauncherBed.Wait(
            () =>
                (
                    waiting = bed.Alive()
                        .FirstOrDefault(pid => BedProcesses.Describe(pid).Contains("--wait", StringComparison.Ordinal))
                ) != 0
                && bed.Alive().Count == 2,
            () => $"nothing waits: {string.Join("; ", bed.Alive().Select(BedProcesses.Describe))}"
        );
        BedProcesses.Signal("TERM", waiting);
        bed.AssertNothingLeft();

        Assert.Equal(["Busy", "Interrupted"], bed.History().Select(line => line.Outcome));
    }

    [Fact]
    public void Manual_runs_and_schedules_without_an_interval_are_not_tried_again()
    {
        using var bed = new LauncherBed(shell);
        using var server = Hold(bed, "claude", "mempalace-mcp", named: true);

        bed.Run(Mine(bed));
        Run(bed, Mine(bed) with { RetryInterval = TimeSpan.Zero });
        server.Dispose();
        bed.AssertNothingLeft();
        Assert.Equal(["Busy", "Busy"], bed.History().Select(line => line.Outcome));
        Assert.True(File.Exists(Path.Combine(bed.State, "occurrence")));
    }

    /// <summary>A schedule under cron, where the launcher itself waits.</summary>
    private static ScheduleDefinition Mine(LauncherBed bed)
    {
        var program = bed.Out("bin/mempalace");
        Directory.CreateDirectory(bed.Out("bin"));
        File.WriteAllText(program, Mempalace);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        return bed.Command(program, "mine", bed.Home, "--mode", "convos") with
        {
            Scheduler = SchedulerKind.Cron,
            At = "minutely",
            RandomDelay = TimeSpan.Zero,
            RetryInterval = TimeSpan.FromHours(1),
            Environment = new Dictionary<string, string> { ["LOCK"] = Lock(bed), ["ROOT"] = bed.Root },
        };
    }

    private static LauncherResult Run(LauncherBed bed, ScheduleDefinition definition, int? interval = null) =>
        bed.StartWith(
                definition with
                {
                    At = "Mon 03:00",
                },
                interval is { } seconds ? new() { ["MEMPALACE_SCHED_RETRY_INTERVAL"] = $"{seconds}" } : new(),
                "--trigger",
                "scheduled"
            )
            .Result();

    /// <summary>mempalace's own lock of the palace.</summary>
    private static string Lock(LauncherBed bed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.Combine(bed.Home, "palace")));
        var name = Convert.ToHexString(hash)[..16].ToLowerInvariant();
        Directory.CreateDirectory(Path.Combine(bed.Home, ".mempalace/locks"));
        return Path.Combine(bed.Home, $".mempalace/locks/mine_palace_{name}.lock");
    }

    /// <summary>Starts a process under this name that holds the lock, below a client with that name.</summary>
    private static Holding Hold(LauncherBed bed, string client, string script, bool named, params string[] arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(bed.Out($"holder/{script}"))!);
        File.WriteAllText(bed.Out($"holder/{script}"), Holder);
        File.WriteAllText(
            bed.Out($"holder/{client}"),
            $"#!/bin/sh\n/usr/bin/python3 {bed.Out($"holder/{script}")} {string.Join(' ', arguments)}\ntrue\n"
        );
        var start = new System.Diagnostics.ProcessStartInfo("/bin/sh", [bed.Out($"holder/{client}")])
        {
            RedirectStandardInput = true,
        };
        start.Environment["LOCK"] = Lock(bed);
        start.Environment["ROOT"] = bed.Root;
        start.Environment["NAMED"] = named ? "1" : "";
        var process = System.Diagnostics.Process.Start(start)!;
        bed.WaitForFile("held");
        return new Holding(process);
    }

    private sealed class Holding(System.Diagnostics.Process process) : IDisposable
    {
        private bool ended;

        public void Dispose()
        {
            if (ended)
                return;
            ended = true;
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}

public sealed class BusyRetryUnderDash() : BusyRetryTests(TestShell.Dash);

public sealed class BusyRetryUnderBashPosix() : BusyRetryTests(TestShell.BashPosix);

public sealed class BusyRetryUnderAsh() : BusyRetryTests(TestShell.Ash);

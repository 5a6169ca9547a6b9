using MempalaceSched.Schedules;
using Xunit;
using static MempalaceSched.SystemTests.Launcher.HeldPalace;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>A busy run names the holder of the palace, leaves its occurrence due, and is tried again.</summary>
public abstract class BusyRetryTests(TestShell shell)
{
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
}

public sealed class BusyRetryUnderDash() : BusyRetryTests(TestShell.Dash);

public sealed class BusyRetryUnderBashPosix() : BusyRetryTests(TestShell.BashPosix);

public sealed class BusyRetryUnderAsh() : BusyRetryTests(TestShell.Ash);

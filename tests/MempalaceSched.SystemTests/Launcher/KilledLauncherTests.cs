using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>What happens after a launcher was killed or the machine lost power during a run.</summary>
public abstract class KilledLauncherTests(TestShell shell)
{
    [Theory, SetsOfTools(nameof(Machines.KernelLocks))]
    public void The_watchdog_stops_the_run_and_holds_the_palace_lock_until_then(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var launcher = bed.StartWith(
            bed.Mine(
                "trap 'while ! [ -e $ROOT/let-go ]; do sleep 0.05; done; exit' TERM; echo $$ >$ROOT/self; while :; do sleep 0.1; done"
            ),
            new() { ["MEMPALACE_SCHED_GRACE"] = "300" }
        );
        var mine = bed.Pid("self");
        LauncherBed.Wait(() => bed.Watchdogs(launcher.Pid).Count > 0, () => "There is no watchdog.");

        launcher.Signal("KILL");
        LauncherBed.Wait(() => launcher.HasExited, () => "It cannot be killed.");

        var other = bed.Mine("echo other >>$ROOT/mined") with { Name = "mempalace-other" };
        Assert.Equal(75, bed.Run(other).ExitCode);
        Assert.Equal(75, bed.Run(bed.Mine("echo same >>$ROOT/mined")).ExitCode);
        Assert.True(BedProcesses.IsAlive(mine));
        Assert.False(File.Exists(bed.Out("mined")));

        File.WriteAllText(bed.Out("let-go"), "");
        bed.AssertNothingLeft();
        Assert.Equal(0, bed.Run(other).ExitCode);
        Assert.Equal(0, bed.Run(bed.Mine("echo same >>$ROOT/mined")).ExitCode);
        Assert.Equal(["Busy", "Interrupted", "Succeeded"], bed.History().Select(line => line.Outcome));
    }

    [Theory, SetsOfTools(nameof(Machines.Locks))]
    public void The_next_run_records_the_killed_run_as_interrupted(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var launcher = bed.Start(
            bed.Mine("echo working; echo $$ >$ROOT/self; exec sleep 300"),
            "--trigger",
            "scheduled"
        );
        bed.Pid("self");
        LauncherBed.Wait(() => bed.Watchdogs(launcher.Pid).Count > 0, () => "There is no watchdog.");
        var id = System
            .Text.Json.JsonDocument.Parse(File.ReadAllText(bed.MarkerPath))
            .RootElement.GetProperty("id")
            .GetString();

        launcher.Signal("KILL");
        bed.AssertNothingLeft();
        Assert.NotEmpty(Directory.GetFileSystemEntries(bed.State, "work-*"));
        File.WriteAllText(bed.MarkerPath + ".1234", "half a mark");
        Assert.Equal(0, bed.Run(bed.Mine("echo 'Drawers filed: 1'")).ExitCode);
        Assert.Equal(0, bed.Run(bed.Mine("echo 'Drawers filed: 1'")).ExitCode);

        Assert.Equal(["Interrupted", "Succeeded", "Succeeded"], bed.History().Select(line => line.Outcome));
        var dead = bed.History()[0];
        Assert.Equal((id, "scheduled", null, null), (dead.Id, dead.Trigger, dead.ExitCode, dead.Duration));
        Assert.Equal("working\n", bed.Log(dead));
        Assert.Empty(Directory.GetFileSystemEntries(bed.State, "work-*"));
        Assert.Equal(
            ["history.jsonl", "logs", "occurrence"],
            Directory.EnumerateFileSystemEntries(bed.State).Select(Path.GetFileName).Order()
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"id\":\"20260101T0")]
    public void An_incomplete_marker_is_deleted(string marker)
    {
        using var bed = new LauncherBed(shell);
        Directory.CreateDirectory(bed.State);
        File.WriteAllText(bed.MarkerPath, marker);

        Assert.Equal(0, bed.Run(bed.Mine("echo mined")).ExitCode);

        Assert.Equal("Succeeded", bed.OnlyLine().Outcome);
        Assert.False(File.Exists(bed.MarkerPath));
    }

    [Theory]
    [InlineData("{\"id\":\"20260101T030000Z-1\",\"outc")]
    [InlineData("\0\0\0\0\0\0")]
    public void An_incomplete_last_line_of_the_history_is_ended_with_a_line_break(string torn)
    {
        using var bed = new LauncherBed(shell);
        Directory.CreateDirectory(bed.State);
        File.WriteAllText(bed.HistoryPath, "{}\n" + torn);

        Assert.Equal((0, ""), (bed.Run(bed.Mine("echo mined")) is var result ? result.ExitCode : -1, result.Error));

        var lines = File.ReadAllLines(bed.HistoryPath);
        Assert.Equal(["{}", torn], lines[..^1]);
        Assert.StartsWith("{\"version\":1,\"id\":", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_link_whose_holder_is_gone_is_replaced()
    {
        using var bed = new LauncherBed(shell, TestTools.Bare);
        Directory.CreateDirectory(bed.Paths.Locks);
        File.WriteAllText(bed.ScheduleLock + ".held", "999999999 12345\n");
        // The PID belongs to another process now.
        File.WriteAllText(bed.PalaceLock + ".held", $"{Environment.ProcessId} 1\n");

        Assert.Equal(0, bed.Run(bed.Mine("echo mined")).ExitCode);

        Assert.Equal("Succeeded", bed.OnlyLine().Outcome);
        Assert.Empty(Directory.GetFiles(bed.Paths.Locks, "*.held"));
        Assert.Empty(Directory.GetDirectories(bed.Paths.Locks));
    }

    [Fact]
    public void A_leftover_break_folder_of_a_lock_link_is_ignored_after_a_few_minutes()
    {
        using var bed = new LauncherBed(shell, TestTools.Bare);
        Directory.CreateDirectory(bed.Paths.Locks);
        File.WriteAllText(bed.ScheduleLock + ".held", "999999999 12345\n");
        var guard = Directory.CreateDirectory(bed.ScheduleLock + ".break").FullName;

        Assert.Equal(75, bed.Run(bed.Mine("echo mined")).ExitCode);
        Directory.SetLastWriteTimeUtc(guard, DateTime.UtcNow.AddMinutes(-3));
        Assert.Equal(0, bed.Run(bed.Mine("echo mined")).ExitCode);
    }
}

public sealed class KilledLauncherUnderDash() : KilledLauncherTests(TestShell.Dash);

public sealed class KilledLauncherUnderBashPosix() : KilledLauncherTests(TestShell.BashPosix);

public sealed class KilledLauncherUnderAsh() : KilledLauncherTests(TestShell.Ash);

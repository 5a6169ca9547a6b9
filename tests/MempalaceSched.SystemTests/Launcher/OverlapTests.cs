using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Concurrent runs of one schedule, and of two schedules that share a palace.</summary>
public abstract class OverlapTests(TestShell shell)
{
    private const string UntilLetGo =
        "echo $$ >$ROOT/self; while ! [ -e $ROOT/let-go ]; do sleep 0.05; done; echo 'Drawers filed: 1'";

    [Theory, SetsOfTools(nameof(Machines.Locks))]
    public void A_second_run_of_a_schedule_is_busy_at_once_and_names_the_first(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var first = bed.Start(bed.Mine(UntilLetGo));
        bed.Pid("self");
        var marker = File.ReadAllText(bed.MarkerPath);

        var second = bed.Run(bed.Mine("echo second >>$ROOT/mined"));

        Assert.Equal((75, ""), (second.ExitCode, second.Error));
        Assert.Equal(marker, File.ReadAllText(bed.MarkerPath));
        Assert.Equal(
            ("Busy", 75, $"already running: mempalace-test (PID {first.Pid})"),
            (bed.OnlyLine().Outcome, bed.OnlyLine().ExitCode, bed.OnlyLine().Reason)
        );
        Assert.False(first.HasExited);
        Assert.False(File.Exists(bed.Out("mined")));

        File.WriteAllText(bed.Out("let-go"), "");
        Assert.Equal((0, ""), (first.Result() is var result ? result.ExitCode : -1, result.Error));
        Assert.Equal(["Busy", "Succeeded"], bed.History().Select(line => line.Outcome));
    }

    [Theory, SetsOfTools(nameof(Machines.Locks))]
    public void Another_schedule_waits_for_the_palace_and_is_then_busy(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var first = bed.Start(bed.Mine(UntilLetGo));
        bed.Pid("self");
        var other = bed.Mine("echo other >>$ROOT/mined") with { Name = "mempalace-other" };

        Assert.Equal(75, bed.Run(other).ExitCode);
        Assert.Equal(
            $"the palace {bed.Home}/palace is held by mempalace-test (PID {first.Pid})",
            Assert.Single(bed.History(other.Name)).Reason
        );
        var elsewhere = other with { Name = "mempalace-elsewhere", Palace = bed.Out("another palace") };
        Assert.Equal(0, bed.Run(elsewhere).ExitCode);
        Assert.Single(File.ReadAllLines(bed.Out("mined")));
        Assert.False(first.HasExited);

        var waiting = bed.StartWith(other, new() { ["MEMPALACE_SCHED_BUSY_PAUSE"] = "3" });
        LauncherBed.Wait(
            () => File.Exists(Path.Combine(bed.Paths.StateOf(other.Name), "running")),
            () => "It does not wait."
        );
        File.WriteAllText(bed.Out("let-go"), "");
        Assert.Equal(0, first.Result().ExitCode);
        Assert.Equal(0, waiting.Result().ExitCode);
        Assert.Equal(2, File.ReadAllLines(bed.Out("mined")).Length);
    }

    [Fact]
    public void A_stop_ends_the_wait_for_the_palace()
    {
        using var bed = new LauncherBed(shell);
        var first = bed.Start(bed.Mine(UntilLetGo));
        bed.Pid("self");
        var other = bed.Mine("echo other >>$ROOT/mined") with { Name = "mempalace-other" };
        var waiting = bed.StartWith(other, new() { ["MEMPALACE_SCHED_BUSY_PAUSE"] = "300" });
        LauncherBed.Wait(
            () => File.Exists(Path.Combine(bed.Paths.StateOf(other.Name), "running")),
            () => "It does not wait."
        );

        waiting.Signal("TERM");

        Assert.Equal((143, ""), (waiting.Result() is var result ? result.ExitCode : -1, result.Error));
        Assert.Equal("Interrupted", Assert.Single(bed.History(other.Name)).Outcome);
        Assert.False(File.Exists(Path.Combine(bed.Paths.StateOf(other.Name), "running")));
        Assert.False(first.HasExited);
    }

    [Fact]
    public void No_attempt_exceeds_the_time_limit()
    {
        using var bed = new LauncherBed(shell);
        bed.Start(bed.Mine(UntilLetGo));
        bed.Pid("self");
        var other = bed.Mine("echo other") with { Name = "mempalace-other", TimeLimit = TimeSpan.FromSeconds(100) };

        var result = bed.StartWith(other, new() { ["MEMPALACE_SCHED_BUSY_PAUSE"] = "300" }).Result();

        Assert.Equal(75, result.ExitCode);
    }

    [Theory, SetsOfTools(nameof(Machines.Crowds))]
    public void No_two_of_twenty_concurrent_runs_overlap(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        const string enterAndLeave =
            "mkdir $ROOT/inside || echo overlap >>$ROOT/overlaps; echo x >>$ROOT/mined; sleep 0.05; rmdir $ROOT/inside";
        string[] names = ["mempalace-a", "mempalace-b", "mempalace-c", "mempalace-d"];
        foreach (var name in names)
            bed.Install(bed.Mine(enterAndLeave) with { Name = name });
        if (tools == TestTools.Bare)
        {
            // Each launcher first finds the link of a process that no longer exists.
            Directory.CreateDirectory(bed.Paths.Locks);
            File.WriteAllText(bed.PalaceLock + ".held", "999999999 12345\n");
        }

        var launchers = Enumerable
            .Range(0, 20)
            .Select(i => bed.Start(bed.Mine(enterAndLeave) with { Name = names[i % 4] }))
            .ToList();
        var codes = launchers.Select(launcher => launcher.Result()).ToList();

        Assert.All(codes, result => Assert.Equal("", result.Error));
        Assert.All(codes, result => Assert.Contains(result.ExitCode, new[] { 0, 75 }));
        Assert.False(File.Exists(bed.Out("overlaps")));
        var lines = names.SelectMany(name => bed.History(name)).ToList();
        Assert.Equal(20, lines.Count);
        Assert.Equal(20, lines.Select(line => line.Id).Distinct().Count());
        var mined = codes.Count(result => result.ExitCode == 0);
        Assert.True(mined > 0);
        Assert.Equal(mined, File.ReadAllLines(bed.Out("mined")).Length);
        Assert.Equal(mined, lines.Count(line => line.Outcome == "Succeeded"));
        bed.AssertNothingLeft();
    }
}

public sealed class OverlapUnderDash() : OverlapTests(TestShell.Dash);

public sealed class OverlapUnderBashPosix() : OverlapTests(TestShell.BashPosix);

public sealed class OverlapUnderAsh() : OverlapTests(TestShell.Ash);

public sealed class OverlapUnderMksh() : OverlapTests(TestShell.Mksh);

public sealed class OverlapUnderYash() : OverlapTests(TestShell.Yash);

public sealed class OverlapUnderPosh() : OverlapTests(TestShell.Posh);

public sealed class OverlapUnderKsh93() : OverlapTests(TestShell.Ksh93);

public sealed class OverlapUnderZsh() : OverlapTests(TestShell.Zsh);

using MempalaceSched.Runs;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>
/// Upgrades from version 0.1 during a run. In version 0.1, the file of each schedule contained the whole program.
/// </summary>
public sealed class MigrationTests
{
    [Fact]
    public void A_run_in_progress_keeps_its_old_launcher_and_the_next_run_uses_the_new_one()
    {
        using var bed = new LauncherBed(TestShell.Dash);
        var mine = bed.Mine(
            "echo $$ >$ROOT/self; while ! [ -e $ROOT/let-go ]; do sleep 0.05; done; echo 'Drawers filed: 1'"
        );
        var old = bed.StartOld(mine);
        bed.Pid("self");

        var busy = bed.Run(mine);
        Assert.Equal((75, ""), (busy.ExitCode, busy.Error));
        File.WriteAllText(bed.Out("let-go"), "");
        Assert.Equal((0, ""), (old.Result() is var result ? result.ExitCode : -1, result.Error));
        Assert.Equal(0, bed.Run(mine).ExitCode);

        Assert.Equal(["Busy", "Succeeded", "Succeeded"], bed.History().Select(line => line.Outcome));
        Assert.Equal([1, null, 1], bed.History().Select(line => line.Version));
        Assert.Equal($"already running: {LauncherBed.Name} (PID {old.Pid})", bed.History()[0].Reason);
        Assert.Equal(3, new RunHistory(bed.Paths).Read(LauncherBed.Name).Count());
        bed.AssertNothingLeft();
    }

    [Fact]
    public void The_new_launcher_records_a_killed_run_of_the_old_launcher()
    {
        using var bed = new LauncherBed(TestShell.Dash);
        var old = bed.StartOld(bed.Mine("echo $$ >$ROOT/self; exec sleep 300"));
        bed.Pid("self");
        LauncherBed.Wait(() => bed.Watchdogs(old.Pid).Count > 0, () => "There is no watchdog.");
        old.Signal("KILL");
        bed.AssertNothingLeft();

        Assert.Equal(0, bed.Run(bed.Mine("echo mined")).ExitCode);

        Assert.Equal(["Interrupted", "Succeeded"], bed.History().Select(line => line.Outcome));
        Assert.Equal([1, 1], bed.History().Select(line => line.Version));
    }
}

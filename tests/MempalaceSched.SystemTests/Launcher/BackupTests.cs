using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Backups of the palace before a run.</summary>
public abstract class BackupTests(TestShell shell)
{
    /// <summary>A cp that waits as long as the file "slow" exists.</summary>
    protected static readonly (string, string)[] SlowCopy =
    [
        (
            "cp",
            "case $* in *index*) : >$ROOT/copying; while [ -e $ROOT/slow ]; do sleep 0.1; done ;; esac; exec /usr/bin/cp \"$@\""
        ),
    ];

    [Fact]
    public void The_lock_of_mempalace_is_held_during_the_copy_and_free_for_the_command()
    {
        using var bed = new PalaceBed(shell, SlowCopy);
        File.WriteAllText(bed.Bed.Out("slow"), "");
        Directory.CreateDirectory(Path.GetDirectoryName(bed.MempalaceLock)!);
        File.WriteAllText(bed.MempalaceLock, " 4242 mempalace mine");
        var launcher = bed.Start(bed.Schedule(script: $"flock -n '{bed.MempalaceLock}' true && : >$ROOT/free"));
        bed.Bed.WaitForFile("copying");
        Assert.Equal(1, Flock(bed.MempalaceLock));

        File.Delete(bed.Bed.Out("slow"));
        Assert.Equal(0, launcher.Result().ExitCode);
        Assert.True(File.Exists(bed.Bed.Out("free")));
        Assert.Equal(" 4242 mempalace mine", File.ReadAllText(bed.MempalaceLock));
    }

    [Fact]
    public void A_run_that_is_killed_during_the_copy_leaves_only_what_the_next_run_deletes()
    {
        using var bed = new PalaceBed(shell, SlowCopy);
        Assert.Equal(0, bed.Run(bed.Schedule()).ExitCode);
        var first = Assert.Single(bed.Names);
        File.Delete(bed.Bed.Out("mined"));
        File.Delete(bed.Bed.Out("copying"));
        File.WriteAllText(bed.Bed.Out("slow"), "");

        var launcher = bed.Start(bed.Schedule());
        bed.Bed.WaitForFile("copying");
        LauncherBed.Wait(() => bed.Bed.Watchdogs(launcher.Pid).Count > 0, () => "There is no watchdog.");
        launcher.Signal("KILL");
        bed.Bed.AssertNothingLeft();

        Assert.False(File.Exists(bed.Bed.Out("mined")));
        Assert.Contains(bed.Names, name => name.StartsWith(".partial-", StringComparison.Ordinal));
        Assert.Equal(first, Assert.Single(bed.Read()).Name);
        Assert.Equal(2, PalaceBed.Drawers(bed.Database));

        File.Delete(bed.Bed.Out("slow"));
        Assert.Equal(0, bed.Run(bed.Schedule()).ExitCode);
        Assert.Equal(["Succeeded", "Interrupted", "Succeeded"], bed.Bed.History().Select(line => line.Outcome));
        Assert.Equal(2, bed.Read().Count);
        Assert.Equal(2, bed.Names.Count);
    }

    [Fact]
    public void A_run_that_is_stopped_or_over_its_limit_during_the_copy_leaves_nothing()
    {
        using var bed = new PalaceBed(shell, SlowCopy);
        File.WriteAllText(bed.Bed.Out("slow"), "");
        var launcher = bed.Start(bed.Schedule());
        bed.Bed.WaitForFile("copying");
        launcher.Signal("TERM");
        Assert.Equal(143, launcher.Result().ExitCode);
        Assert.Equal(
            ("Interrupted", "stopped during the backup of the palace"),
            (bed.LastLine().Outcome, bed.LastLine().Reason)
        );

        Assert.Equal(124, bed.Run(bed.Schedule() with { TimeLimit = TimeSpan.FromSeconds(1) }).ExitCode);
        Assert.Equal("TimedOut", bed.LastLine().Outcome);
        Assert.Empty(bed.Names);
        Assert.False(File.Exists(bed.Bed.Out("mined")));
        bed.Bed.AssertNothingLeft();
    }

    private static int Flock(string path)
    {
        using var flock = Process.Start("/usr/bin/flock", ["-n", path, "true"]);
        flock.WaitForExit();
        return flock.ExitCode;
    }
}

public sealed class BackupUnderMksh() : BackupTests(TestShell.Mksh);

public sealed class BackupUnderYash() : BackupTests(TestShell.Yash);

public sealed class BackupUnderPosh() : BackupTests(TestShell.Posh);

public sealed class BackupUnderKsh93() : BackupTests(TestShell.Ksh93);

public sealed class BackupUnderZsh() : BackupTests(TestShell.Zsh);

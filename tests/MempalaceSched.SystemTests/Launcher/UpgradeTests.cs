using MempalaceSched.Schedules;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>The first run after a change of mempalace's release has more time.</summary>
public abstract class UpgradeTests(TestShell shell)
{
    private const string Venv = "venv";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("#!{0}/bin/python3\n")]
    [InlineData("#!/bin/sh\n'''exec' \"{0}/bin/python3\" \"$0\" \"$@\"\n' '''\n")]
    public void The_first_run_after_an_upgrade_has_four_times_its_limit(string head)
    {
        using var bed = new LauncherBed(shell);
        var mine = Program(bed, head, "echo 'Drawers filed: 1'");
        Release(bed, "3.6.0");
        bed.Run(mine);
        Release(bed, "3.7.1+oc.1");
        var slow = Program(bed, head, "sleep 2; echo 'Drawers filed: 1'");

        var result = bed.Run(slow);
        bed.Run(slow);

        var history = bed.History();
        Assert.Equal(["Succeeded", "Succeeded", "TimedOut"], history.Select(line => line.Outcome));
        const string Note =
            "mempalace has changed from 3.6.0 to 3.7.1+oc.1 since the last run, so this run may take 4 times as long: 4 s";
        Assert.Equal(["", Note, "over its limit of 1 s"], history.Select(line => line.Reason));
        Assert.Contains(Note, bed.Log(history[1]), StringComparison.Ordinal);
        Assert.Contains(Note, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_limit_is_a_limit_too()
    {
        using var bed = new LauncherBed(shell);
        var mine = Program(bed, "#!{0}/bin/python3\n", "echo 'Drawers filed: 1'");
        Release(bed, "3.6.0");
        bed.Run(mine);
        Release(bed, "3.7.1");

        bed.Run(Program(bed, "#!{0}/bin/python3\n", "exec sleep 60"));

        Assert.Equal("TimedOut", bed.History()[1].Outcome);
        Assert.StartsWith("over its limit of 4 s; mempalace has", bed.History()[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'palace /p is held by PID 1'; exit 1")]
    [InlineData("exit 1")]
    public void A_run_that_cannot_read_everything_again_leaves_the_time_to_the_next_run(string script)
    {
        using var bed = new LauncherBed(shell);
        Release(bed, "3.6.0");
        bed.Run(Program(bed, "#!{0}/bin/python3\n", "echo 'Drawers filed: 1'"));
        Release(bed, "3.7.1");
        bed.Run(Program(bed, "#!{0}/bin/python3\n", script));

        bed.Run(Program(bed, "#!{0}/bin/python3\n", "sleep 2; echo 'Drawers filed: 1'"));

        var outcomes = bed.History().Select(line => line.Outcome).ToList();
        Assert.Equal(("Succeeded", "Succeeded"), (outcomes[0], outcomes[2]));
        Assert.NotEqual("Succeeded", outcomes[1]);
    }

    [Fact]
    public void Without_a_release_a_newer_program_counts()
    {
        // The test command of posh has no -nt.
        Assert.SkipWhen(shell == TestShell.Posh, "posh cannot compare the times of files");
        using var bed = new LauncherBed(shell);
        var mine = Program(bed, "#!/bin/sh\n", "echo 'Drawers filed: 1'");
        bed.Run(mine);
        // Some shells compare whole seconds.
        File.SetLastWriteTimeUtc(bed.Out("mempalace"), DateTime.UtcNow.AddSeconds(10));
        bed.Run(mine);
        File.SetLastWriteTimeUtc(bed.Out("mempalace"), DateTime.UtcNow.AddSeconds(-10));
        bed.Run(mine);

        Assert.Equal(
            ["", "mempalace has changed since the last run, so this run may take 4 times as long: 4 s", ""],
            bed.History().Select(line => line.Reason)
        );
    }

    /// <summary>
    /// Writes a program `mempalace` with these first lines, and returns a schedule whose wrapper has it on its PATH.
    /// The launcher only reads the program; the wrapper runs the script instead.
    /// </summary>
    private static ScheduleDefinition Program(LauncherBed bed, string head, string script)
    {
        var program = bed.Out("mempalace");
        File.WriteAllText(program, head.Replace("{0}", bed.Out(Venv), StringComparison.Ordinal));
        File.WriteAllText(bed.Out("wrapper"), "PATH=/usr/bin:/bin\n" + script + "\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        return bed.Command("/bin/sh", bed.Out("wrapper")) with
        {
            TimeLimit = Limit,
            CapturedEnvironment = new Dictionary<string, string>
            {
                ["HOME"] = bed.Home,
                ["PATH"] = $"{bed.Root}:{bed.SearchPath}",
            },
        };
    }

    private static void Release(LauncherBed bed, string release)
    {
        var packages = bed.Out(Venv + "/lib/python3.11/site-packages");
        if (Directory.Exists(packages))
            Directory.Delete(packages, recursive: true);
        Directory.CreateDirectory(Path.Combine(packages, $"mempalace-{release}.dist-info"));
        Directory.CreateDirectory(Path.Combine(packages, "mempalace_toolkit-9.9.9.dist-info"));
    }
}

public sealed class UpgradesUnderDash() : UpgradeTests(TestShell.Dash);

public sealed class UpgradesUnderBashPosix() : UpgradeTests(TestShell.BashPosix);

public sealed class UpgradesUnderAsh() : UpgradeTests(TestShell.Ash);

public sealed class UpgradesUnderMksh() : UpgradeTests(TestShell.Mksh);

public sealed class UpgradesUnderYash() : UpgradeTests(TestShell.Yash);

public sealed class UpgradesUnderPosh() : UpgradeTests(TestShell.Posh);

public sealed class UpgradesUnderKsh93() : UpgradeTests(TestShell.Ksh93);

public sealed class UpgradesUnderZsh() : UpgradeTests(TestShell.Zsh);

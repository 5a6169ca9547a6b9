using MempalaceSched.SystemTests.Launcher;
using Xunit;

namespace MempalaceSched.SystemTests.Containers;

/// <summary>What the launcher knows about mempalace also applies in a container.</summary>
public abstract class JudgeInsideTests
{
    private readonly TestShell shell;
    private readonly EngineBed engine;

    protected JudgeInsideTests(TestShell shell, EngineBed engine)
    {
        engine.Require();
        (this.shell, this.engine) = (shell, engine);
    }

    [Fact]
    public void A_folder_that_is_gone_in_the_container_is_never_NothingNew()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        Mempalace(box, "echo 'Files processed: 0'; echo 'Drawers filed: 0'");
        var mine = box.Command(bed, ["mempalace", "mine", "notes"]);

        bed.Run(mine);
        box.Sh("mkdir -p /home/coder/notes");
        bed.Run(mine);

        Assert.Equal(["Skipped", "NothingNew"], bed.History().Select(line => line.Outcome));
        Assert.Equal("nothing to mine: /home/coder/notes does not exist in the container", bed.History()[0].Reason);
    }

    [Fact]
    public void The_first_run_after_an_upgrade_in_the_container_has_four_times_its_limit()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var mine = box.Command(bed, ["mempalace", "status"]) with { TimeLimit = TimeSpan.FromSeconds(1) };
        Mempalace(box, "echo 'Drawers filed: 1'");
        Release(box, "3.6.0");
        bed.Run(mine);
        Release(box, "3.7.1");
        Mempalace(box, "sleep 2; echo 'Drawers filed: 1'");

        bed.Run(mine);
        bed.Run(mine);

        var history = bed.History();
        Assert.Equal(["Succeeded", "Succeeded", "TimedOut"], history.Select(line => line.Outcome));
        const string Note =
            "mempalace has changed from 3.6.0 to 3.7.1 since the last run, so this run may take 4 times as long: 4 s";
        Assert.Equal(["", Note, "over its limit of 1 s"], history.Select(line => line.Reason));
        Assert.Contains(Note, bed.Log(history[1]), StringComparison.Ordinal);
        box.AssertNothingLeft();
    }

    /// <summary>
    /// The stand-in answers as release 3.7.1 while a daemon holds the palace, and as its daemon with <c>--daemon</c>.
    /// </summary>
    [Fact]
    public void A_mine_goes_through_a_daemon_in_the_container()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        const string script = """
            echo "$*" >>$HOME/arguments
            case $* in
                *--daemon*) echo '  Files processed: 3'; echo '  Drawers filed: 9' ;;
                *) echo 'mempalace: palace /p is held by PID 7 (python3 -m mempalace daemon); wait for it to finish or' \
                    'stop the holder before retrying' >&2; exit 1 ;;
            esac
            """;
        Mempalace(box, script);
        box.Sh("mkdir -p /home/coder/notes");

        bed.Run(box.Command(bed, ["mempalace", "mine", "notes"]));
        bed.Run(box.Command(bed, ["mempalace", "sweep", "notes"]));

        Assert.Equal("mine notes\nmine notes --daemon\nsweep notes\n", box.Sh("uniq /home/coder/arguments"));
        Assert.Equal(["Succeeded", "Busy"], bed.History().Select(line => line.Outcome));
        Assert.Equal(9, bed.History()[0].Filed);
        Assert.Equal(
            "the palace /p is held by PID 7, the mempalace daemon, which this command cannot use; stop it while the schedule runs",
            bed.History()[1].Reason
        );
        box.AssertNothingLeft();
    }

    // The launcher reads the first lines of the program; the kernel starts the interpreter that they name.
    private static void Mempalace(DevContainer box, string script) =>
        box.Sh(
            "cd; mkdir -p .local/bin venv/bin; printf '#!/bin/sh\\nexec /bin/sh \"$@\"\\n' >venv/bin/python3\n"
                + "chmod +x venv/bin/python3; cat >.local/bin/mempalace <<'END'\n"
                + $"#!/home/coder/venv/bin/python3\n{script}\nEND\nchmod +x .local/bin/mempalace"
        );

    private static void Release(DevContainer box, string release) =>
        box.Sh($"cd; rm -rf venv/lib; mkdir -p venv/lib/python3.11/site-packages/mempalace-{release}.dist-info");
}

public sealed class JudgeInsideUnderDash(DockerBed engine) : JudgeInsideTests(TestShell.Dash, engine);

public sealed class JudgeInsideWithPodman(PodmanBed engine) : JudgeInsideTests(TestShell.Dash, engine);

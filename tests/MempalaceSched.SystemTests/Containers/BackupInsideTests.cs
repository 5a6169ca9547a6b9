using MempalaceSched.SystemTests.Launcher;
using Xunit;

namespace MempalaceSched.SystemTests.Containers;

/// <summary>Backups in a real container that contains only busybox, which has no flock.</summary>
public abstract class BackupInsideTests
{
    private readonly EngineBed engine;

    protected BackupInsideTests(EngineBed engine)
    {
        engine.Require();
        this.engine = engine;
    }

    [Fact]
    public void The_palace_is_copied_inside_before_the_command_starts()
    {
        using var bed = new LauncherBed(TestShell.Dash);
        var box = engine.NewContainer();
        box.ShAsRoot("printf '#!/bin/sh\\n' >/bin/flock; chmod 755 /bin/flock"); // nobody else takes locks in here
        box.Sh("mkdir -p ~/.mempalace/palace/index; cd ~/.mempalace/palace; echo old >chroma.sqlite3; echo x >index/x");
        var definition = box.Mine(bed, "echo new >~/.mempalace/palace/chroma.sqlite3; echo 'Drawers filed: 9'") with
        {
            KeepBackups = 1,
        };

        for (var run = 0; run < 2; run++)
            Assert.Equal(0, bed.StartWith(definition, new()).Result().ExitCode);

        var log = bed.Log(bed.History()[^1]);
        if (log.Contains("must stay free", StringComparison.Ordinal))
            Assert.Skip("The disk is too full for backups: " + log);
        Assert.Contains("not verified, because there is neither sqlite3 nor python3", log, StringComparison.Ordinal);
        Assert.Equal(
            "new\nx\n1\n",
            box.Sh("cd ~/.mempalace/palace.backups; cat 2*Z/palace/chroma.sqlite3 2*Z/palace/index/x; ls -A | wc -l")
        );
        Assert.Equal(9, bed.History()[^1].Filed);
        box.AssertNothingLeft();
        bed.AssertNothingLeft();
    }

    [Fact]
    public void Without_the_tools_the_run_continues_and_says_so()
    {
        using var bed = new LauncherBed(TestShell.Dash);
        var box = engine.NewContainer();
        box.Sh("mkdir -p ~/.mempalace/palace; echo old >~/.mempalace/palace/chroma.sqlite3");

        Assert.Equal(0, bed.Run(box.Mine(bed, "echo 'Drawers filed: 9'") with { KeepBackups = 1 }).ExitCode);

        Assert.Equal(
            "[no backup was made: without flock, perl or python3, mempalace cannot be kept from writing]\n"
                + "Drawers filed: 9\n",
            bed.Log(bed.OnlyLine())
        );
        Assert.False(box.Has("/home/coder/.mempalace/palace.backups"));
    }
}

public sealed class BackupInsideWithDocker(DockerBed engine) : BackupInsideTests(engine);

public sealed class BackupInsideWithPodman(PodmanBed engine) : BackupInsideTests(engine);

using MempalaceSched.Mempalace;
using MempalaceSched.SystemTests.Launcher;
using Xunit;

namespace MempalaceSched.SystemTests.Containers;

/// <summary>Tests runs in a real container that contains only busybox. The launcher runs on the host.</summary>
public abstract class MineInsideTests
{
    private readonly TestShell shell;
    private readonly EngineBed engine;

    protected MineInsideTests(TestShell shell, EngineBed engine)
    {
        engine.Require();
        (this.shell, this.engine) = (shell, engine);
    }

    [Fact]
    public void A_run_in_the_container_uses_the_configured_user_and_reads_the_summary()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var definition = box.Mine(
            bed,
            """
            id -un; pwd; echo "$HOME $MEMPALACE_PALACE_PATH $V ${DOCKER_HOST-none}" >&2
            echo 'Files processed: 3'; echo 'Drawers filed: 9'
            """
        ) with
        {
            Environment = new Dictionary<string, string> { ["V"] = "it's\n$x" },
        };

        var result = bed.Run(definition);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var line = bed.OnlyLine();
        Assert.Equal(
            ("Succeeded", "", 0, 3, 9),
            (line.Outcome, line.Reason, line.ExitCode, line.Processed, line.Filed)
        );
        Assert.Equal(
            "coder\n/home/coder\n/home/coder /home/coder/.mempalace/palace it's\n$x none\nFiles processed: 3\nDrawers filed: 9\n",
            bed.Log(line)
        );
        Assert.Equal(bed.Log(line) + "mempalace-test: Succeeded\n", result.Output);
        box.AssertNothingLeft();
        bed.AssertNothingLeft();
    }

    [Fact]
    public void Special_characters_reach_the_container_unchanged()
    {
        string[] words =
        [
            "",
            " ",
            "it's",
            "\"",
            "$HOME `id` $(id) ${x}",
            "\\n\\",
            "a\nEND_OF_INSIDE\nb",
            "ends with a line feed\n",
            "*",
            "~",
            "-n",
            "--dry-run",
            "{{.Name}}",
            "%s",
            "\u6f22\ud83d\ude00",
            "\u0001\u007f",
        ];
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var definition = box.Mine(
            bed,
            "printf '%s\\0' \"$@\" \"$V\" \"$UID\" \"$MEMPALACE_PALACE_PATH\" >/tmp/values"
        ) with
        {
            ArgumentList = words,
            Palace = "/home/coder/pal 'ace'\n$x",
            Wing = null,
            Environment = new Dictionary<string, string> { ["V"] = string.Concat(words), ["UID"] = "it's" },
        };

        Assert.Equal(0, bed.Run(definition).ExitCode);

        Assert.Equal(
            [.. words, string.Concat(words), "it's", definition.Palace, ""],
            box.Sh("cat /tmp/values").Split('\0')
        );
    }

    [Fact]
    public void The_exit_code_and_the_last_output_line_are_reported()
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(engine.NewContainer().Mine(bed, "echo no disk >&2; exit 4"));

        Assert.Equal((4, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            ("Failed", 4, "exit 4: no disk"),
            (bed.OnlyLine().Outcome, bed.OnlyLine().ExitCode, bed.OnlyLine().Reason)
        );
    }

    [Theory]
    [InlineData("stop", "the container {0} is stopped (exited)")]
    [InlineData("pause", "the container {0} is paused")]
    [InlineData("rm", "there is no container {0}")]
    public void A_stopped_container_skips_the_run_with_one_line_of_output(string verb, string reason)
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        if (verb == "rm")
            engine.Run("rm", "-f", box.Name);
        else
            box.Engine(verb);
        // Containers whose names only start or end with this name are different containers.
        if (verb == "rm")
            engine.Run("rename", engine.NewContainer().Name, box.Name + "-2");

        var result = bed.Run(box.Mine(bed, "echo mined"));

        reason = string.Format(System.Globalization.CultureInfo.InvariantCulture, reason, box.Name);
        Assert.Equal((0, $"mempalace-test: Skipped: {reason}\n", ""), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(
            ("Skipped", reason, 0, null),
            (bed.OnlyLine().Outcome, bed.OnlyLine().Reason, bed.OnlyLine().ExitCode, bed.OnlyLine().Log)
        );
    }

    [Fact]
    public void A_missing_store_in_the_container_skips_the_run()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var definition = box.Mine(bed, "echo 'Drawers filed: 1'") with
        {
            Store = new SessionStore("~/.local/share/opencode/opencode.db"),
        };

        Assert.Equal(0, bed.Run(definition).ExitCode);
        box.Sh("mkdir -p ~/.local/share/opencode; echo x >~/.local/share/opencode/opencode.db");
        Assert.Equal(0, bed.Run(definition).ExitCode);

        Assert.Equal(
            [
                "Skipped nothing to mine: /home/coder/.local/share/opencode/opencode.db does not exist in the container",
                "Succeeded ",
            ],
            bed.History().Select(line => $"{line.Outcome} {line.Reason}")
        );
    }

    [Fact]
    public void A_missing_command_in_the_container_is_reported_with_installation_steps()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();

        Assert.Equal(
            127,
            bed.Run(box.Command(bed, ["mempalace-session"]) with { Source = MineSource.OpenCode }).ExitCode
        );

        Assert.Equal("Failed", bed.OnlyLine().Outcome);
        Assert.StartsWith(
            "mempalace-session is not in the container. ",
            bed.OnlyLine().Reason,
            StringComparison.Ordinal
        );
        Assert.Contains("install.sh", bed.OnlyLine().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Schedules_with_the_same_palace_in_a_container_exclude_each_other()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        var first = bed.Start(box.Mine(bed, "echo x >/tmp/self; until [ -e /tmp/go ]; do sleep 0.05; done"));
        box.WaitFor("/tmp/self");
        // One schedule uses the same palace with a different spelling, the other a different palace.
        var other = box.Mine(bed, "echo x >>/tmp/mined") with
        {
            Name = "mempalace-other",
            Palace = "/home/coder/.mempalace/palace",
        };
        var elsewhere = other with { Name = "mempalace-elsewhere", Palace = "/home/coder/elsewhere" };

        Assert.Equal(75, bed.Run(other).ExitCode);
        Assert.Equal(0, bed.Run(elsewhere).ExitCode);

        Assert.Matches(
            @"^the palace /home/coder/\.mempalace/palace is held by mempalace-test \(PID \d+\) in the container$",
            Assert.Single(bed.History(other.Name)).Reason
        );
        box.Sh("echo x >/tmp/go");
        Assert.Equal(0, first.Result().ExitCode);
        Assert.Equal(0, bed.Run(other).ExitCode);
        Assert.Equal("x\nx\n", box.Sh("cat /tmp/mined"));
    }

    [Fact]
    public void A_dry_run_in_the_container_leaves_nothing()
    {
        using var bed = new LauncherBed(shell);
        var box = engine.NewContainer();
        box.Sh(
            "mkdir -p ~/.local/bin; printf '#!/bin/sh\\necho \"$0 $*\"; exit 3\\n' >~/.local/bin/mine; chmod 755 ~/.local/bin/mine"
        );
        var definition = box.Command(bed, ["mine", "a b"]);

        var result = bed.Run(definition, "--dry-run");

        Assert.Equal(
            (3, "/home/coder/.local/bin/mine a b --dry-run\n", ""),
            (result.ExitCode, result.Output, result.Error)
        );
        Assert.False(Directory.Exists(bed.State));
        box.Engine("pause");
        result = bed.Run(definition, "--dry-run");
        Assert.Equal(
            (1, "", $"mempalace-test: the container {box.Name} is paused\n"),
            (result.ExitCode, result.Output, result.Error)
        );
    }

    [Fact]
    public void An_unknown_user_is_reported_with_the_engine_message()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(engine.NewContainer().Mine(bed, "echo mined", user: "nobody-there"));

        Assert.Equal("Failed", bed.OnlyLine().Outcome);
        Assert.Contains("unable to find user nobody-there", bed.OnlyLine().Reason, StringComparison.Ordinal);
    }
}

public sealed class MineInsideUnderDash(DockerBed engine) : MineInsideTests(TestShell.Dash, engine);

public sealed class MineInsideUnderAsh(DockerBed engine) : MineInsideTests(TestShell.Ash, engine);

/// <summary>
/// Runs the same tests with podman, which has no daemon. What the engine does and what the shell does are independent,
/// so each engine and each shell is there once, but not each pair.
/// </summary>
public sealed class MineInsideWithPodman(PodmanBed engine) : MineInsideTests(TestShell.BashPosix, engine);

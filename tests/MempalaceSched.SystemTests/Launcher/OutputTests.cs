using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Where the output of a run goes, how much of it is kept, and what happens if nobody reads it.</summary>
public abstract class OutputTests(TestShell shell)
{
    private const int Limit = 10 * 1024 * 1024;

    [Fact]
    public void Each_line_is_logged_as_soon_as_it_is_printed()
    {
        using var bed = new LauncherBed(shell);
        var launcher = bed.Start(
            bed.Mine(
                "echo first; printf 'no line feed yet'; while ! [ -e $ROOT/let-go ]; do sleep 0.05; done; echo; echo 'last' >&2"
            )
        );
        string? Log() =>
            Directory.Exists(bed.State + "/logs")
                ? Directory.GetFiles(bed.State + "/logs").Select(File.ReadAllText).SingleOrDefault()
                : null;

        LauncherBed.Wait(() => Log() == "first\nno line feed yet", () => $"The log is: {Log()}");
        File.WriteAllText(bed.Out("let-go"), "");

        Assert.Equal("first\nno line feed yet\nlast\nmempalace-test: Succeeded\n", launcher.Result().Output);
        Assert.Equal("first\nno line feed yet\nlast\n", Log());
    }

    [Theory, SetsOfTools(nameof(Machines.OwnTee))]
    public void A_log_is_limited_in_size_and_keeps_the_end(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);

        var launcher = bed.StartThrough(
            "\"$@\" >/dev/null",
            bed.Mine(
                "echo beginning; yes 'a line of thirty-two characters.' | head -c 30000000; echo; echo 'Drawers filed: 77'"
            )
        );

        Assert.Equal((0, ""), (launcher.Result() is var result ? result.ExitCode : -1, result.Error));
        var line = bed.OnlyLine();
        Assert.Equal(("Succeeded", 77), (line.Outcome, line.Filed));
        var log = bed.Log(line);
        Assert.InRange(log.Length, Limit - 70000, Limit);
        Assert.StartsWith("beginning\n", log, StringComparison.Ordinal);
        Assert.Single(log.Split('\n'), text => text.StartsWith("[cut: the log had reached", StringComparison.Ordinal));
        Assert.EndsWith("Drawers filed: 77\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_with_several_attempts_stays_below_its_limit()
    {
        using var bed = new LauncherBed(shell);

        var launcher = bed.StartThrough(
            "\"$@\" >/dev/null",
            bed.Mine("head -c 11000000 /dev/zero | tr '\\0' x; echo; echo 'palace /p is held by PID 1 (x)'; exit 1")
        );

        Assert.Equal(75, launcher.Result().ExitCode);
        Assert.InRange(new FileInfo(bed.LogPath(bed.OnlyLine())).Length, Limit - 70000, Limit);
    }

    [Fact]
    public void A_long_line_without_a_line_break_gives_a_short_reason()
    {
        using var bed = new LauncherBed(shell);

        Assert.Equal(
            9,
            bed.StartThrough("\"$@\" >/dev/null", bed.Mine("head -c 2000000 /dev/zero | tr '\\0' x; exit 9"))
                .Result()
                .ExitCode
        );

        Assert.Equal("exit 9: " + new string('x', 300), bed.OnlyLine().Reason);
        Assert.Equal(2000000, new FileInfo(bed.LogPath(bed.OnlyLine())).Length);
    }

    [Theory, SetsOfTools(nameof(Machines.OwnTee))]
    public void Output_that_is_not_text_is_logged_unchanged(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        byte[] expected =
        [
            0,
            1,
            2,
            0xff,
            0xfe,
            0,
            .. "x\nDrawers filed: 5\n"u8,
            0xc3,
            .. "gr\u00fcn\u0000\r"u8,
            0xe4,
            .. "nde "u8,
            0xf0,
            0x9f,
            .. "\ud83d\ude00\n"u8,
        ];
        File.WriteAllBytes(bed.Out("bytes"), expected);

        Assert.Equal(3, bed.Run(bed.Mine("cat $ROOT/bytes; exit 3")).ExitCode);

        var line = bed.OnlyLine();
        Assert.Equal(5, line.Filed);
        Assert.Equal("exit 3: nde \ud83d\ude00", line.Reason);
        Assert.Equal(expected, File.ReadAllBytes(bed.LogPath(line)));
    }

    [Fact]
    public void A_reason_is_not_cut_within_a_character()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(bed.Mine("yes \u20ac | head -n 1000 | tr -d '\\n'; exit 3"));

        Assert.Equal("exit 3: " + new string('\u20ac', 100), bed.OnlyLine().Reason);
        bed.Run(bed.Mine("printf x; yes \u20ac | head -n 1000 | tr -d '\\n'; exit 3"));
        Assert.Equal("exit 3: x" + new string('\u20ac', 99), bed.History()[1].Reason);
    }

    [Theory]
    [InlineData("\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "line 0\n")]
    [InlineData("\"$@\" >&-", "")]
    [InlineData("\"$@\" >&- 2>&- <&-", "")]
    [InlineData("\"$@\" <&-", null)]
    [InlineData("\"$@\" >/dev/full", "")]
    [InlineData("\"$@\" >out; cat out", null)]
    public void The_run_continues_whatever_happens_to_stdout(string through, string? output)
    {
        using var bed = new LauncherBed(shell);
        var launcher = bed.StartThrough(
            through,
            bed.Mine(
                "for i in 0 1 2 3 4; do echo line $i; sleep 0.05; done; echo 'Drawers filed: 6' || exit 50; : >$ROOT/mined"
            )
        );

        var result = launcher.Result();

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.True(File.Exists(bed.Out("mined")));
        Assert.Equal(("Succeeded", 6), (bed.OnlyLine().Outcome, bed.OnlyLine().Filed));
        Assert.Equal("line 0\nline 1\nline 2\nline 3\nline 4\nDrawers filed: 6\n", bed.Log(bed.OnlyLine()));
        if (output is null)
            Assert.EndsWith("Drawers filed: 6\nmempalace-test: Succeeded\n", result.Output, StringComparison.Ordinal);
        else
            Assert.Equal(output, result.Output);
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_pipe_that_nobody_reads_does_not_prevent_the_history_line()
    {
        using var bed = new LauncherBed(shell);

        var launcher = bed.StartThrough(
            "\"$@\" | true; exit ${PIPESTATUS[0]}",
            bed.Mine("echo 'palace /p is held by PID 1 (x)'; exit 1")
        );

        Assert.Equal((75, ""), (launcher.Result() is var result ? result.ExitCode : -1, result.Error));
        Assert.Equal("Busy", bed.OnlyLine().Outcome);
    }

    [Fact]
    public void The_twenty_newest_logs_are_kept()
    {
        using var bed = new LauncherBed(shell);
        var logs = Directory.CreateDirectory(Path.Combine(bed.State, "logs")).FullName;
        for (var day = 1; day <= 25; day++)
            File.WriteAllText(Path.Combine(logs, $"202501{day:00}T030000Z-{1000 - day}.log"), "");

        bed.Run(bed.Mine("echo mined"));

        var kept = Directory.GetFiles(logs).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(20, kept.Count);
        Assert.Equal("20250107T030000Z-993.log", kept[0]);
        Assert.Equal(bed.OnlyLine().Log, kept[^1]);
    }

    [Fact]
    public void Logs_are_private_and_the_run_has_the_umask_of_the_caller()
    {
        using var bed = new LauncherBed(shell);

        bed.StartThrough("umask 027; \"$@\"", bed.Mine("umask; : >$ROOT/made")).Result();

        Assert.Equal("0027\n", bed.Log(bed.OnlyLine()));
        Assert.Equal((UnixFileMode)0b110_100_000, File.GetUnixFileMode(bed.Out("made")));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(bed.LogPath(bed.OnlyLine())));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(bed.HistoryPath));
    }
}

public sealed class OutputUnderDash() : OutputTests(TestShell.Dash);

public sealed class OutputUnderBashPosix() : OutputTests(TestShell.BashPosix);

public sealed class OutputUnderAsh() : OutputTests(TestShell.Ash);

public sealed class OutputUnderMksh() : OutputTests(TestShell.Mksh);

public sealed class OutputUnderYash() : OutputTests(TestShell.Yash);

public sealed class OutputUnderPosh() : OutputTests(TestShell.Posh);

public sealed class OutputUnderKsh93() : OutputTests(TestShell.Ksh93);

public sealed class OutputUnderZsh() : OutputTests(TestShell.Zsh);

using MempalaceSched.Mempalace;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Cases that no recording has, or that depend on more than the output.</summary>
public abstract class JudgementTests(TestShell shell)
{
    /// <summary>The PID is larger than any on Linux, so no process has it.</summary>
    private const string Held = "palace /p is held by PID 99999999 (mempalace-mcp); wait for it to finish";

    private const string HeldByServer =
        "the palace PALACE is held by PID 99999999, an MCP server; quit the agent that started it";

    public static TheoryData<string, int, string, string> Outputs =>
        new()
        {
            {
                $"mine_formats: error processing /d/a.rtf: MineAlreadyRunning: {Held}\nFiles seen: 2\nFiles errored: 2\nTotal drawers: 0",
                0,
                "Busy",
                HeldByServer
            },
            {
                $"  WARNING: sweep failed on /s/a.jsonl: {Held}\n  WARNING: 1 file(s) failed to sweep - see stderr / logs for details.",
                2,
                "Busy",
                HeldByServer
            },
            {
                "mempalace: hub refused mine: Peer MCP writer active; retry later",
                1,
                "Busy",
                "mempalace: hub refused mine: Peer MCP writer active; retry later"
            },
            { $"{Held}\n  Files processed: 1\n  Drawers filed: 3", 0, "Succeeded", "" },
            {
                "mine_formats: error processing /d/a.rtf: RuntimeError\n  Files seen: 2\n  Files extracted: 1\n  Files errored: 1\n  Total drawers: 2",
                0,
                "Failed",
                "exit 0: mine_formats: error processing /d/a.rtf: RuntimeError"
            },
            { "Files seen: 2\nFiles extracted: 0\nFiles errored: 2", 0, "Failed", "exit 0: Files errored: 2" },
            {
                "telemetry error: no network\nTraceback (most recent call last):\n  File \"x\"\nmempalace.Broken\nadvice",
                1,
                "Failed",
                "exit 1: mempalace.Broken"
            },
            { "chroma error: disk I/O\n  ABORT: corrupt\nadvice", 1, "Failed", "exit 1: ABORT: corrupt" },
            { "  ERROR: Not a file or directory: /s", 1, "Skipped", "ERROR: Not a file or directory: /s" },
            {
                "mempalace: hub mine failed: source directory not found: '/s'",
                1,
                "Skipped",
                "mempalace: hub mine failed: source directory not found: '/s'"
            },
            {
                "job 4f is queued and runs when the holder exits",
                0,
                "Failed",
                "queued, so its result is not known: job 4f is queued and runs when the holder exits. Use --daemon without --background."
            },
            {
                "  Mine interrupted.\n    files_processed: 3/11\n    drawers_filed:   5\nKeyboardInterrupt",
                130,
                "Interrupted",
                "the command was interrupted by somebody else: Mine interrupted.; files_processed: 3/11"
            },
            { "  Swept 3/3 files from /s: +0 new, 3 already present, 15 skipped (< cursor).", 0, "NothingNew", "" },
        };

    [Theory, MemberData(nameof(Outputs))]
    public void An_output_is_judged(string output, int exitCode, string outcome, string reason)
    {
        using var bed = new LauncherBed(shell);
        File.WriteAllText(bed.Out("output"), output + "\n");

        bed.Run(bed.Mine($"cat $ROOT/output; exit {exitCode}"));

        var expected = reason.Replace("PALACE", Path.Combine(bed.Home, "palace"), StringComparison.Ordinal);
        Assert.Equal((outcome, expected), (bed.OnlyLine().Outcome, bed.OnlyLine().Reason));
    }

    [Fact]
    public void Several_lines_of_skipped_files_are_added_up_for_each_summary()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(
            bed.Mine(
                "for i in 1 2; do echo 'Files processed: 1'; echo 'Files skipped (already filed or other): 5'; "
                    + "echo 'Files skipped (chunk cap 20): 2 (raise via X)'; echo 'Drawers filed: 4'; done"
            )
        );

        var line = bed.OnlyLine();
        Assert.Equal((1, 7, 4), (line.Processed, line.Skipped, line.Filed));
    }

    [Fact]
    public void An_interrupted_mine_keeps_its_counts()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(bed.Mine("echo '    files_processed: 3/11'; echo '    drawers_filed:   5'; exit 130"));

        var line = bed.OnlyLine();
        Assert.Equal(("Interrupted", 3, null, 5), (line.Outcome, line.Processed, line.Skipped, line.Filed));
    }

    [Fact]
    public void A_mine_over_its_limit_keeps_how_far_it_came()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(
            bed.Mine("echo '  + [  25/2200] a.jsonl    +3'; exec sleep 60") with
            {
                TimeLimit = TimeSpan.FromSeconds(1),
            }
        );

        var line = bed.OnlyLine();
        Assert.Equal(("TimedOut", 25, null, null), (line.Outcome, line.Processed, line.Skipped, line.Filed));
    }

    [Theory]
    [InlineData(true, "Busy", 75)]
    [InlineData(false, "Failed", 1)]
    public void A_daemon_that_refuses_a_mine_is_Busy_only_if_the_palace_is_held(bool isHeld, string outcome, int code)
    {
        using var bed = new LauncherBed(shell);
        var locks = Directory.CreateDirectory(Path.Combine(bed.Home, ".mempalace/locks")).FullName;
        var palace = Path.Combine(bed.Home, "palace");
        var file = Path.Combine(locks, "mine_" + PalaceLocation.LockName(palace).Replace('-', '_'));
        File.WriteAllText(file, "4242 mempalace-mcp\n");
        // The lock is held on a descriptor that only the process of the test has.
        var hold = isHeld ? "exec 5>>" + file + "; flock 5; " : "";

        var result = bed.StartThrough(
                hold + "\"$@\" 5>&-",
                bed.Mine("echo 'mempalace: daemon submission failed: daemon exited during startup' >&2; exit 1")
            )
            .Result();

        Assert.Equal((code, ""), (result.ExitCode, result.Error));
        Assert.Equal(outcome, bed.OnlyLine().Outcome);
        Assert.Contains("daemon submission failed", bed.OnlyLine().Reason, StringComparison.Ordinal);
        Assert.Equal("4242 mempalace-mcp\n", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("Skipped", "--palace", "$P", "mine", "$GONE", "--mode", "convos")]
    [InlineData("Skipped", "mine", "--mode", "convos", "$GONE")]
    [InlineData("Skipped", "mine", "--dry-run", "notes/gone")]
    [InlineData("Skipped", "sweep", "~/gone")]
    [InlineData("NothingNew", "mine", "$HERE")]
    [InlineData("NothingNew", "mine", "--unknown-option", "$GONE")]
    [InlineData("NothingNew", "repair", "$GONE")]
    public void A_folder_that_is_gone_is_never_NothingNew(string outcome, params string[] arguments)
    {
        using var bed = new LauncherBed(shell);
        var program = bed.Out("mempalace");
        File.WriteAllText(program, "#!/bin/sh\necho 'Files processed: 0'\necho 'Drawers filed: 0'\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        var words = arguments.Select(word =>
            word.Replace("$P", bed.Out("palace"), StringComparison.Ordinal)
                .Replace("$GONE", bed.Out("gone"), StringComparison.Ordinal)
                .Replace("$HERE", bed.Root, StringComparison.Ordinal)
        );

        bed.Run(bed.Command([program, .. words]), "--trigger", "scheduled");

        Assert.Equal(outcome, bed.OnlyLine().Outcome);
        if (outcome == "Skipped")
        {
            Assert.StartsWith("nothing to mine: /", bed.OnlyLine().Reason, StringComparison.Ordinal);
            Assert.Null(bed.OnlyLine().Log);
        }
    }
}

public sealed class JudgementUnderDash() : JudgementTests(TestShell.Dash);

public sealed class JudgementUnderBashPosix() : JudgementTests(TestShell.BashPosix);

public sealed class JudgementUnderAsh() : JudgementTests(TestShell.Ash);

public sealed class JudgementUnderMksh() : JudgementTests(TestShell.Mksh);

public sealed class JudgementUnderYash() : JudgementTests(TestShell.Yash);

public sealed class JudgementUnderPosh() : JudgementTests(TestShell.Posh);

public sealed class JudgementUnderKsh93() : JudgementTests(TestShell.Ksh93);

public sealed class JudgementUnderZsh() : JudgementTests(TestShell.Zsh);

using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Outputs whose judgement is the work of awk, under the shells that are /bin/sh.</summary>
public abstract class JudgementVariationTests(TestShell shell) : JudgementTests(shell)
{
    private readonly TestShell shell = shell;

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
}

public sealed class JudgementUnderDash() : JudgementVariationTests(TestShell.Dash);

public sealed class JudgementUnderBashPosix() : JudgementVariationTests(TestShell.BashPosix);

public sealed class JudgementUnderAsh() : JudgementVariationTests(TestShell.Ash);

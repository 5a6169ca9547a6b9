using MempalaceSched.Mempalace;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Cases that no recording has, or that depend on more than the output.</summary>
public abstract class JudgementTests(TestShell shell)
{
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

public sealed class JudgementUnderMksh() : JudgementTests(TestShell.Mksh);

public sealed class JudgementUnderYash() : JudgementTests(TestShell.Yash);

public sealed class JudgementUnderPosh() : JudgementTests(TestShell.Posh);

public sealed class JudgementUnderKsh93() : JudgementTests(TestShell.Ksh93);

public sealed class JudgementUnderZsh() : JudgementTests(TestShell.Zsh);

using MempalaceSched.Mempalace;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>The outcome of a run, which depends on the exit code and the output of the command.</summary>
public abstract class OutcomeTests(TestShell shell)
{
    private const string Summary =
        "echo 'Done.'; echo '  Files processed: 12'; echo '  Files skipped (already filed): 50'; echo '  Drawers filed: 340'";

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void A_run_that_files_drawers_succeeds_and_records_the_counts(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);

        var result = bed.Run(bed.Mine(Summary));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("mempalace-test: Succeeded\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("  Drawers filed: 340\n", result.Output, StringComparison.Ordinal);
        var line = bed.OnlyLine();
        Assert.Equal(("Succeeded", 0, "", "manual"), (line.Outcome, line.ExitCode, line.Reason, line.Trigger));
        Assert.Equal((12, 50, 340), (line.Processed, line.Skipped, line.Filed));
        Assert.Equal(
            "Done.\n  Files processed: 12\n  Files skipped (already filed): 50\n  Drawers filed: 340\n",
            bed.Log(line)
        );
        Assert.False(File.Exists(bed.MarkerPath));
        Assert.Equal(
            ["history.jsonl", "logs"],
            Directory.EnumerateFileSystemEntries(bed.State).Select(Path.GetFileName).Order()
        );
        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_run_that_finds_nothing_new_is_NothingNew()
    {
        using var bed = new LauncherBed(shell);

        Assert.Equal(0, bed.Run(bed.Mine("echo 'Files processed: 62'; echo 'Drawers filed: 0'")).ExitCode);
        Assert.Equal(0, bed.Run(bed.Mine("echo '--dry-run: no new sessions to mine.'")).ExitCode);
        Assert.Equal(0, bed.Run(bed.Mine("echo 'Files processed: 0'")).ExitCode);
        Assert.Equal(0, bed.Run(bed.Mine("echo 'No new sessions, says a talk'; echo 'Drawers filed: 3'")).ExitCode);

        Assert.Equal(
            ["NothingNew", "NothingNew", "NothingNew", "Succeeded"],
            bed.History().Select(line => line.Outcome)
        );
    }

    [Fact]
    public void Numbers_that_JSON_does_not_allow_are_omitted()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(bed.Mine("echo 'Files processed: 007'; echo 'Drawers filed: 99999999999999999999'"));

        var line = bed.OnlyLine();
        Assert.Equal(("Succeeded", null, null), (line.Outcome, line.Processed, line.Filed));
    }

    [Fact]
    public void A_run_is_skipped_if_the_session_store_does_not_exist()
    {
        using var bed = new LauncherBed(shell);
        var store = bed.Out("a store's [1]* folder");
        var mine = bed.Mine("echo mined") with { Store = new SessionStore(store) };

        var result = bed.Run(mine, "--trigger", "scheduled");

        Assert.Equal(
            (0, $"mempalace-test: Skipped: nothing to mine: {store} does not exist\n", ""),
            (result.ExitCode, result.Output, result.Error)
        );
        var line = bed.OnlyLine();
        Assert.Equal(("Skipped", 0, "scheduled", null), (line.Outcome, line.ExitCode, line.Trigger, line.Log));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(bed.State, "logs")));

        Directory.CreateDirectory(store);
        bed.Run(mine);
        Assert.Equal(["Skipped", "Succeeded"], bed.History().Select(entry => entry.Outcome));
    }

    [Fact]
    public void The_pattern_of_a_session_store_matches_only_below_its_path()
    {
        using var bed = new LauncherBed(shell);
        var store = bed.Out("tmp [1]* $(x) 'y'");
        var mine = bed.Mine("echo mined") with { Store = new SessionStore(store, "*/chats") };

        bed.Run(mine);
        Directory.CreateDirectory(Path.Combine(store, "3f2a", "other"));
        // The path would match this folder if it were a pattern.
        Directory.CreateDirectory(Path.Combine(bed.Out("tmp 1 $(x) 'y'"), "3f2a", "chats"));
        bed.Run(mine);
        Directory.CreateDirectory(Path.Combine(store, "9 c*", "chats"));
        bed.Run(mine);

        Assert.Equal(["Skipped", "Skipped", "Succeeded"], bed.History().Select(line => line.Outcome));
        Assert.Equal($"nothing to mine: {store}/*/chats does not exist", bed.History()[0].Reason);
    }

    [Fact]
    public void A_failure_keeps_the_exit_code_and_the_last_line_of_the_command()
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(bed.Mine("echo first; echo 'palace is corrupt' >&2; echo; printf '  \\n'; exit 4"));

        Assert.Equal((4, ""), (result.ExitCode, result.Error));
        var line = bed.OnlyLine();
        Assert.Equal(("Failed", 4, "exit 4: palace is corrupt"), (line.Outcome, line.ExitCode, line.Reason));
        bed.AssertNothingLeft();
    }

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void A_missing_program_fails_with_127_and_a_file_that_is_no_program_with_126(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var program = bed.Out("program");

        Assert.Equal(127, bed.Run(bed.Command(program)).ExitCode);
        Assert.Contains(program, bed.OnlyLine().Reason, StringComparison.Ordinal);
        File.WriteAllText(program, "#!/nowhere/interpreter\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        Assert.Equal(127, bed.Run(bed.Command(program)).ExitCode);
        Assert.Equal(126, bed.Run(bed.Command(bed.Root)).ExitCode);

        Assert.Equal(["Failed", "Failed", "Failed"], bed.History().Select(line => line.Outcome));
    }

    [Fact]
    public void A_run_that_a_signal_ends_names_the_signal()
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(bed.Mine("echo working; kill -KILL $$"));

        Assert.Equal((137, ""), (result.ExitCode, result.Error));
        Assert.Equal("ended by signal 9: working", bed.OnlyLine().Reason);
    }

    [Fact]
    public void A_run_that_another_program_interrupts_is_Interrupted()
    {
        using var bed = new LauncherBed(shell);

        Assert.Equal(130, bed.Run(bed.Mine("exit 130")).ExitCode);

        Assert.Equal(("Interrupted", 130), (bed.OnlyLine().Outcome, bed.OnlyLine().ExitCode));
    }

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void A_palace_that_another_program_holds_is_retried_and_then_Busy(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);

        var result = bed.Run(
            bed.Mine(
                "echo x >>$ROOT/tries; echo \"mempalace: palace /p is held by PID 99999999 (mine); wait for it to finish\" >&2; exit 1"
            )
        );

        Assert.Equal((75, ""), (result.ExitCode, result.Error));
        Assert.Equal(4, File.ReadAllLines(bed.Out("tries")).Length);
        var line = bed.OnlyLine();
        Assert.Equal(("Busy", 75), (line.Outcome, line.ExitCode));
        Assert.Equal(
            $"the palace {bed.Home}/palace is held by PID 99999999, mine; stop it if it does not end by itself",
            line.Reason
        );
        var log = bed.Log(line).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, log.Count(text => text.StartsWith("mempalace: ", StringComparison.Ordinal)));
        Assert.Equal(3, log.Count(text => text.StartsWith("[the palace is held; try ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_palace_that_is_released_during_the_retries_is_mined()
    {
        using var bed = new LauncherBed(shell);

        var result = bed.StartWith(
                bed.Mine(
                    $$"""
                    [ -e $ROOT/held ] && { {{Summary}}; exit 0; }
                    : >$ROOT/held; echo "mempalace: palace /p is held by PID 123 (mine); wait for it" >&2; exit 1
                    """
                ),
                new() { ["MEMPALACE_SCHED_BUSY_PAUSE"] = "1" }
            )
            .Result();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("Succeeded", 340), (bed.OnlyLine().Outcome, bed.OnlyLine().Filed));
    }
}

public sealed class OutcomeUnderDash() : OutcomeTests(TestShell.Dash);

public sealed class OutcomeUnderBashPosix() : OutcomeTests(TestShell.BashPosix);

public sealed class OutcomeUnderAsh() : OutcomeTests(TestShell.Ash);

public sealed class OutcomeUnderMksh() : OutcomeTests(TestShell.Mksh);

public sealed class OutcomeUnderYash() : OutcomeTests(TestShell.Yash);

public sealed class OutcomeUnderPosh() : OutcomeTests(TestShell.Posh);

public sealed class OutcomeUnderKsh93() : OutcomeTests(TestShell.Ksh93);

public sealed class OutcomeUnderZsh() : OutcomeTests(TestShell.Zsh);

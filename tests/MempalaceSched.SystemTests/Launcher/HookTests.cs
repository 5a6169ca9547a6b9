using MempalaceSched.Mempalace;
using MempalaceSched.Schedules;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>
/// The -OnFailure and -OnSuccess commands: when they run, which variables they get, and where their output goes.
/// </summary>
public abstract class HookTests(TestShell shell)
{
    /// <summary>Scripts with their outcome and the hook that the outcome calls.</summary>
    public static TheoryData<string, string, string> Endings =>
        new()
        {
            { "echo 'Drawers filed: 3'", "Succeeded", "success" },
            { "echo 'Drawers filed: 0'", "NothingNew", "success" },
            { "exit 4", "Failed", "failure" },
            { "exec sleep 300", "TimedOut", "failure" },
            { "exit 130", "Interrupted", "" },
            { "echo 'palace /p is held by PID 1 (x)'; exit 1", "Busy", "" },
        };

    [Theory, MemberData(nameof(Endings))]
    public void Each_outcome_calls_its_hook_after_the_history_is_written(string mine, string outcome, string called)
    {
        using var bed = new LauncherBed(shell);
        var note = "printf '%s %s' $MEMPALACE_SCHED_OUTCOME \"$(wc -l <$MEMPALACE_SCHED_HISTORY)\" >$ROOT/";

        bed.Run(
            WithHooks(
                bed,
                bed.Mine(mine) with
                {
                    TimeLimit = TimeSpan.FromSeconds(1),
                },
                note + "failure",
                note + "success"
            )
        );

        Assert.Equal(outcome, bed.OnlyLine().Outcome);
        foreach (var hook in new[] { "failure", "success" })
            Assert.Equal(hook == called, File.Exists(bed.Out(hook)));
        if (called.Length > 0)
            Assert.Equal($"{outcome} 1", File.ReadAllText(bed.Out(called)));
    }

    [Fact]
    public void A_skipped_run_calls_no_hook()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(
            WithHooks(bed, bed.Mine("echo mined"), ": >$ROOT/hook", ": >$ROOT/hook") with
            {
                Store = new SessionStore(bed.Out("nowhere")),
            }
        );

        Assert.Equal("Skipped", bed.OnlyLine().Outcome);
        Assert.False(File.Exists(bed.Out("hook")));
    }

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void A_hook_gets_the_details_of_the_run(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var mine = bed.Mine(
            """echo 'Files processed: 5'; echo 'Files skipped (filed before): 7'; printf '%s\n' "it's \"a\\b\" \$x \`y\` %s grün"; exit 4"""
        );

        var result = bed.Run(
            WithHooks(bed, mine, "env >$ROOT/env; umask >$ROOT/umask; pwd >$ROOT/pwd; cat >$ROOT/stdin", "") with
            {
                Environment = new Dictionary<string, string> { ["OWN"] = "a'b\n$c" },
            }
        );

        var line = bed.OnlyLine();
        var env = File.ReadAllText(bed.Out("env"));
        var told = env.Split('\n')
            .Where(entry => entry.StartsWith("MEMPALACE_SCHED_", StringComparison.Ordinal))
            .Select(entry => entry.Split('=', 2))
            .ToDictionary(pair => pair[0]["MEMPALACE_SCHED_".Length..], pair => pair[1]);
        Assert.Equal((4, ""), (result.ExitCode, result.Error));
        Assert.Equal("exit 4: it's \"a\\b\" $x `y` %s grün", line.Reason);
        Assert.Equal(
            (LauncherBed.Name, "Failed", line.Reason, "4"),
            (told["NAME"], told["OUTCOME"], told["REASON"], told["EXIT_CODE"])
        );
        Assert.Equal(("5", "7", ""), (told["PROCESSED"], told["SKIPPED"], told["FILED"]));
        Assert.Equal((bed.LogPath(line), bed.HistoryPath, line.Id), (told["LOG"], told["HISTORY"], told["RUN_ID"]));
        Assert.Equal(line.Started, DateTimeOffset.Parse(told["STARTED"], null));
        Assert.Contains(
            $"\"ended\":\"{told["ENDED"]}\",\"duration\":{told["DURATION"]},",
            line.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("OWN=a'b\n$c\n", env, StringComparison.Ordinal);
        Assert.Contains($"MEMPALACE_PALACE_PATH={bed.Home}/palace\n", env, StringComparison.Ordinal);
        Assert.Equal(
            ("0022\n", bed.Home + "\n", ""),
            (
                File.ReadAllText(bed.Out("umask")).PadLeft(5, '0'),
                File.ReadAllText(bed.Out("pwd")),
                File.ReadAllText(bed.Out("stdin"))
            )
        );
        bed.AssertNothingLeft();
    }

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void The_arguments_of_a_hook_are_passed_unchanged(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        string[] words = ["it's", "", "a\nb", "$HOME `x` \\", "%s \"q\"", "*", "grün 🗝", "-n"];
        var program = bed.Out("a = b's $program");
        File.WriteAllText(program, $"#!/bin/sh\nprintf '%s\\0' \"$@\" >'{bed.Root}/words'\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);

        Assert.Equal(0, bed.Run(bed.Mine("echo mined") with { OnSuccess = [program, .. words] }).ExitCode);

        Assert.Equal(string.Concat(words.Select(word => word + "\0")), File.ReadAllText(bed.Out("words")));
    }

    [Theory, SetsOfTools(nameof(Machines.OwnTee))]
    public void The_output_of_a_hook_goes_only_to_the_log_under_a_heading(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);

        var result = bed.Run(WithHooks(bed, bed.Mine("echo mined"), "", "echo pinged; echo 'to stderr' >&2"));

        Assert.Equal((0, "mined\nmempalace-test: Succeeded\n", ""), (result.ExitCode, result.Output, result.Error));
        Assert.Equal("mined\n\n[the OnSuccess command: /bin/sh]\npinged\nto stderr\n", bed.Log(bed.OnlyLine()));
        Assert.Equal(
            ["history.jsonl", "logs"],
            Directory.EnumerateFileSystemEntries(bed.State).Select(Path.GetFileName).Order().Except(["occurrence"])
        );
    }

    [Theory, SetsOfTools(nameof(Machines.OwnTee))]
    public void A_full_log_keeps_only_the_start_of_the_output_of_a_hook(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);

        var launcher = bed.StartThrough(
            "\"$@\" >/dev/null",
            WithHooks(
                bed,
                bed.Mine("yes 'a line' | head -c 11000000; echo; echo 'Drawers filed: 7'"),
                "",
                "echo here; yes 'and there' | head -c 3000000; : >$ROOT/ended; exit 3"
            )
        );

        Assert.Equal(0, launcher.Result().ExitCode);
        Assert.True(File.Exists(bed.Out("ended")), "it may print as much as it likes");
        var log = bed.Log(bed.OnlyLine());
        Assert.InRange(log.Length, 0, 10 * 1024 * 1024);
        Assert.Contains(
            "Drawers filed: 7\n\n[the OnSuccess command: /bin/sh]\nhere\nand there\n",
            log,
            StringComparison.Ordinal
        );
        Assert.EndsWith("\n[the OnSuccess command failed: exit 3]\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_hook_is_logged_and_does_not_change_the_run()
    {
        using var bed = new LauncherBed(shell);

        var failed = bed.Run(WithHooks(bed, bed.Mine("exit 5"), "exit 22", ""));
        var ended = bed.Run(WithHooks(bed, bed.Mine("echo mined"), "", "kill -KILL $$"));
        var gone = bed.Run(bed.Mine("echo mined") with { OnSuccess = ["/gone/it's", "x"] });

        Assert.Equal(
            (5, "mempalace-test: Failed: exit 5: \nmempalace-test: the OnFailure command failed: exit 22\n", ""),
            (failed.ExitCode, failed.Output, failed.Error)
        );
        Assert.Equal(
            (0, "mined\nmempalace-test: Succeeded\nmempalace-test: the OnSuccess command failed: exit 137\n", ""),
            (ended.ExitCode, ended.Output, ended.Error)
        );
        Assert.Equal(
            (
                0,
                "mined\nmempalace-test: Succeeded\nmempalace-test: the OnSuccess command /gone/it's is gone or cannot be run\n",
                ""
            ),
            (gone.ExitCode, gone.Output, gone.Error)
        );
        Assert.Equal(
            [("Failed", 5), ("Succeeded", 0), ("Succeeded", 0)],
            bed.History().Select(line => (line.Outcome, line.ExitCode!.Value))
        );
        Assert.EndsWith(
            "\n[the OnFailure command failed: exit 22]\n",
            bed.Log(bed.History()[0]),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "\n[the OnSuccess command /gone/it's is gone or cannot be run]\n",
            bed.Log(bed.History()[2]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_run_without_a_log_runs_its_hook_without_a_log()
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(
            WithHooks(
                bed,
                bed.Command("/gone/program"),
                "echo lost; printf %s \"<$MEMPALACE_SCHED_LOG>\" >$ROOT/log; exit 1",
                ""
            )
        );

        Assert.Equal((127, ""), (result.ExitCode, result.Error));
        Assert.EndsWith(
            "mempalace-test: the OnFailure command failed: exit 1\n",
            result.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("lost", result.Output, StringComparison.Ordinal);
        Assert.Equal("<>", File.ReadAllText(bed.Out("log")));
        Assert.Null(bed.OnlyLine().Log);
    }

    [Fact]
    public void A_dry_run_calls_no_hook()
    {
        using var bed = new LauncherBed(shell);

        Assert.Equal(
            0,
            bed.Run(WithHooks(bed, bed.Mine("echo \"$@\""), ": >$ROOT/hook", ": >$ROOT/hook"), "--dry-run").ExitCode
        );

        Assert.False(File.Exists(bed.Out("hook")));
    }

    /// <summary>Returns the schedule with shell scripts as hooks. An empty script means no hook.</summary>
    internal static ScheduleDefinition WithHooks(
        LauncherBed bed,
        ScheduleDefinition mine,
        string failure,
        string success
    )
    {
        IReadOnlyList<string> Words(string script) => script.Length == 0 ? [] : bed.Mine(script).Command;
        return mine with { OnFailure = Words(failure), OnSuccess = Words(success) };
    }
}

public sealed class HookUnderDash() : HookTests(TestShell.Dash);

public sealed class HookUnderBashPosix() : HookTests(TestShell.BashPosix);

public sealed class HookUnderAsh() : HookTests(TestShell.Ash);

public sealed class HookUnderMksh() : HookTests(TestShell.Mksh);

public sealed class HookUnderYash() : HookTests(TestShell.Yash);

public sealed class HookUnderPosh() : HookTests(TestShell.Posh);

public sealed class HookUnderKsh93() : HookTests(TestShell.Ksh93);

public sealed class HookUnderZsh() : HookTests(TestShell.Zsh);

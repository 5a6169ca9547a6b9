using System.Text.RegularExpressions;
using MempalaceSched.Runs;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>The history, which has one line of JSON for each run, and the request that sets the ID of a run.</summary>
public abstract class HistoryTests(TestShell shell)
{
    [Theory]
    [InlineData("say \"hi\" \\ 'bye' \\n \\\\ \\c", null)]
    [InlineData("tab\tbell\aescape\u001b[31m del\u007f end", "tab bell escape [31m del  end")]
    [InlineData("gr\u00fc\u00dfe \u20ac \ud83d\ude00 \u6f22 %s %d $HOME `id` $(id)", null)]
    [InlineData("-n", null)]
    [InlineData("{\"outcome\":\"Succeeded\"}\\", null)]
    public void Special_characters_in_the_last_line_are_kept_in_the_reason(string text, string? told)
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(bed.Mine("printf '%s\\n' \"$1\"; exit 3", text));

        Assert.Equal((3, ""), (result.ExitCode, result.Error));
        Assert.Equal("exit 3: " + (told ?? text), bed.OnlyLine().Reason);
        Assert.EndsWith($"mempalace-test: Failed: exit 3: {text}\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_reads_what_the_launcher_writes()
    {
        using var bed = new LauncherBed(shell);
        bed.Run(bed.Mine("echo 'Files processed: 3'; echo 'Drawers filed: 2'"), "--trigger", "scheduled");

        var run = new RunHistory(bed.Paths).Last(LauncherBed.Name)!;

        Assert.Equal(
            (MineOutcome.Succeeded, 0, 3, 2, "scheduled"),
            (run.Outcome, run.ExitCode, run.Processed, run.Filed, run.Trigger)
        );
        Assert.Equal(bed.LogPath(bed.OnlyLine()), run.LogPath);
        Assert.InRange(DateTimeOffset.Now - run.Started, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.InRange(run.Duration!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_history_line_is_written_with_one_write_call()
    {
        Requires.Tool("strace", "strace");
        using var bed = new LauncherBed(shell);
        // Paths of the maximum length produce the longest line.
        var palace = "/" + string.Join('/', Enumerable.Repeat(new string('"', 200), 18));
        var holder = bed.Start(bed.Mine("echo $$ >$ROOT/self; sleep 300") with { Palace = palace });
        bed.Pid("self");

        var trace = bed.Out("trace");
        var launcher = bed.StartThrough(
            $"strace -f -y -s 16 -e trace=write -o {trace} \"$@\"",
            bed.Mine("echo never") with
            {
                Name = "mempalace-other",
                Palace = palace,
            }
        );

        Assert.Equal(75, launcher.Result().ExitCode);
        Assert.StartsWith(
            "the palace /\"\"\"",
            Assert.Single(bed.History("mempalace-other")).Reason,
            StringComparison.Ordinal
        );
        Assert.Single(File.ReadAllLines(trace), line => Regex.IsMatch(line, @"write\(\d+<[^>]*/history\.jsonl>"));
        Assert.False(holder.HasExited);
    }

    [Fact]
    public void A_clock_that_is_set_back_gives_no_negative_duration()
    {
        using var bed = new LauncherBed(shell, TestTools.Perl);
        File.Delete(Path.Combine(bed.SearchPath, "date"));
        File.WriteAllText(
            Path.Combine(bed.SearchPath, "date"),
            $$"""
            #!/bin/sh
            case $* in *%s) n=$(cat {{bed.Root}}/now 2>/dev/null || echo 2000000000); echo $((n - 3600)) >{{bed.Root}}/now; /usr/bin/date -d "@$n" "$@" ;; *) exec /usr/bin/date "$@" ;; esac
            """
        );
        File.SetUnixFileMode(Path.Combine(bed.SearchPath, "date"), (UnixFileMode)0b111_101_101);

        Assert.Equal(0, bed.Run(bed.Mine("echo mined") with { TimeLimit = TimeSpan.FromHours(1) }).ExitCode);

        Assert.Equal(0, bed.OnlyLine().Duration);
    }

    [Fact]
    public void A_request_sets_the_ID_of_one_run()
    {
        using var bed = new LauncherBed(shell);
        Request(bed, "20260102T030405Z-a1b2c3\n");

        bed.Run(bed.Mine("echo mined"), "--trigger", "scheduled");
        bed.Run(bed.Mine("echo mined"), "--trigger", "scheduled");

        Assert.Equal(
            ("20260102T030405Z-a1b2c3", "manual", "20260102T030405Z-a1b2c3.log"),
            (bed.History()[0].Id, bed.History()[0].Trigger, bed.History()[0].Log)
        );
        Assert.Equal("scheduled", bed.History()[1].Trigger);
        Assert.Matches(@"^\d{8}T\d{6}Z-\d+$", bed.History()[1].Id);
        Assert.Equal(
            ["history.jsonl", "logs", "occurrence"],
            Directory.EnumerateFileSystemEntries(bed.State).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void An_invalid_or_old_request_is_ignored()
    {
        using var bed = new LauncherBed(shell);
        string[] garbage =
        [
            "",
            "\n",
            "../../etc/passwd\n",
            "a\"b\n",
            "20260102T030405Z-\\n\n",
            "no-line-feed",
            "-rf\n",
            new string('1', 300) + "\n",
            "2026 01\n",
            "\0\0\n",
        ];
        foreach (var text in garbage)
        {
            Request(bed, text);
            Assert.Equal(
                (0, ""),
                (
                    bed.Run(bed.Mine("echo mined"), "--trigger", "scheduled") is var result ? result.ExitCode : -1,
                    result.Error
                )
            );
        }
        Request(bed, "20260102T030405Z-a1b2c3\n");
        File.SetLastWriteTimeUtc(Path.Combine(bed.State, "request"), DateTime.UtcNow.AddMinutes(-12));
        bed.Run(bed.Mine("echo mined"), "--trigger", "scheduled");

        Assert.Equal(garbage.Length + 1, bed.History().Count);
        Assert.All(bed.History(), line => Assert.Matches(@"^\d{8}T\d{6}Z-\d+$", line.Id));
        Assert.All(bed.History(), line => Assert.Equal("scheduled", line.Trigger));
        Assert.False(File.Exists(Path.Combine(bed.State, "request")));
    }

    [Fact]
    public void The_marker_tells_the_module_which_run_is_in_progress()
    {
        using var bed = new LauncherBed(shell);
        var launcher = bed.Start(bed.Mine("echo $$ >$ROOT/self; while ! [ -e $ROOT/let-go ]; do sleep 0.05; done"));
        bed.Pid("self");

        var marker = RunMarker.Read(bed.Paths, LauncherBed.Name)!;
        File.WriteAllText(bed.Out("let-go"), "");
        launcher.Result();

        Assert.Equal(launcher.Pid, marker.Pid);
        Assert.Equal(bed.OnlyLine().Id, marker.Id);
        Assert.Null(RunMarker.Read(bed.Paths, LauncherBed.Name));
    }

    private static void Request(LauncherBed bed, string text)
    {
        Directory.CreateDirectory(bed.State);
        File.WriteAllText(Path.Combine(bed.State, "request"), text);
    }
}

public sealed class HistoryUnderDash() : HistoryTests(TestShell.Dash);

public sealed class HistoryUnderBashPosix() : HistoryTests(TestShell.BashPosix);

public sealed class HistoryUnderAsh() : HistoryTests(TestShell.Ash);

public sealed class HistoryUnderMksh() : HistoryTests(TestShell.Mksh);

public sealed class HistoryUnderYash() : HistoryTests(TestShell.Yash);

public sealed class HistoryUnderPosh() : HistoryTests(TestShell.Posh);

public sealed class HistoryUnderKsh93() : HistoryTests(TestShell.Ksh93);

public sealed class HistoryUnderZsh() : HistoryTests(TestShell.Zsh);

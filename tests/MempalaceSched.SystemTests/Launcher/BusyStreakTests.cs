using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>The third busy occurrence in a row calls the OnFailure command once.</summary>
public abstract class BusyStreakTests(TestShell shell)
{
    private const string Held = "echo 'palace /p is held by PID 1 (x)'; exit 1";

    [Theory, SetsOfTools(nameof(Machines.OwnTee))]
    public void Only_the_third_busy_run_in_a_row_calls_the_OnFailure_command(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);

        Assert.Equal([0, 0, 1, 1, 1], Enumerable.Range(0, 5).Select(_ => CallsAfter(bed, Held)));
        Assert.Equal(
            [1, 1, 1, 2],
            [CallsAfter(bed, "echo mined"), CallsAfter(bed, Held), CallsAfter(bed, Held), CallsAfter(bed, Held)]
        );
    }

    [Fact]
    public void A_failed_run_resets_the_count()
    {
        using var bed = new LauncherBed(shell);

        Assert.Equal(
            [0, 0, 1, 1, 1, 2],
            [
                CallsAfter(bed, Held),
                CallsAfter(bed, Held),
                CallsAfter(bed, "exit 1"),
                CallsAfter(bed, Held),
                CallsAfter(bed, Held),
                CallsAfter(bed, Held),
            ]
        );
    }

    /// <summary>Lines that the launcher does not write, between two busy runs.</summary>
    public static TheoryData<string> Foreign =>
        new()
        {
            "",
            "# a note: \"outcome\":\"Succeeded\"",
            "{\"id\":\"20261124T030000Z-1\",\"trigger\":\"scheduled\",\"started\":\"2026-11-24T03:00:00Z\",\"ended\":\"2026-11-24T03:00:09Z\",\"duration\":9,\"exitCode\":0,\"outcome\":\"Succee",
            "{\"outcome\":\"Succeeded\"}",
            "\0\0\0\0\"outcome\":\"Succeeded\",\"reason\":\"\"}",
            "\u00e4\u00f6\u00fc",
        };

    [Theory, MemberData(nameof(Foreign))]
    public void Foreign_and_incomplete_lines_do_not_count(string line)
    {
        using var bed = new LauncherBed(shell);
        CallsAfter(bed, Held);
        File.AppendAllText(bed.HistoryPath, line + "\n");
        CallsAfter(bed, Held);
        File.AppendAllText(bed.HistoryPath, line); // without a line break at the end
        bed.Run(HookTests.WithHooks(bed, bed.Mine(Held), "echo x >>$ROOT/calls", ""));

        Assert.Single(File.ReadAllLines(bed.Out("calls")));
    }

    [Fact]
    public void A_reason_that_contains_JSON_does_not_change_the_outcome()
    {
        using var bed = new LauncherBed(shell);
        const string forged = """echo 'x","outcome":"Succeeded","reason":"palace /p is held by PID 1 (x)"}'; exit 1""";

        Assert.Equal([0, 0, 1], Enumerable.Range(0, 3).Select(_ => CallsAfter(bed, forged)));
    }

    [Fact]
    public void A_long_history_is_counted_from_its_end()
    {
        using var bed = new LauncherBed(shell);
        for (var i = 0; i < 2; i++)
            CallsAfter(bed, Held);
        var busy = File.ReadAllLines(bed.HistoryPath)[^1] + "\n"; // its count is 2
        File.WriteAllText(
            bed.HistoryPath,
            new string('x', 100_000) + "\n" + string.Concat(Enumerable.Repeat(busy, 600))
        );

        Assert.Equal(1, CallsAfter(bed, Held));
    }

    [Fact]
    public void A_palace_that_is_held_for_a_week_of_a_daily_schedule_gives_one_notification()
    {
        using var bed = new LauncherBed(shell);
        var calls = new List<int>();
        for (var day = 1; day <= 7; day++)
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            calls.Add(CallsAfter(bed, Held, "--trigger", "scheduled"));
            // The launcher reads the real clock, so the run is moved to its day afterwards.
            if (attempt == 2)
                MoveTo(bed, $"2026-11-0{day}T03:00");
        }

        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], calls);
        Assert.Equal(7, bed.History()[^1].BusyOccurrences);
    }

    /// <summary>Changes the occurrence of the last runs of the history that have the current one.</summary>
    private static void MoveTo(LauncherBed bed, string occurrence)
    {
        var text = File.ReadAllText(bed.HistoryPath);
        var current = bed.History()[^1].Occurrence!;
        File.WriteAllText(bed.HistoryPath, text.Replace(current, occurrence, StringComparison.Ordinal));
    }

    /// <summary>Runs the script, and returns the number of calls of the OnFailure command so far.</summary>
    private static int CallsAfter(LauncherBed bed, string mine, params string[] arguments)
    {
        var definition = HookTests.WithHooks(bed, bed.Mine(mine), "echo x >>$ROOT/calls", "");
        // With a long interval, no further try comes during the test.
        bed.Run(definition with { RandomDelay = TimeSpan.Zero }, arguments);
        return File.Exists(bed.Out("calls")) ? File.ReadAllLines(bed.Out("calls")).Length : 0;
    }
}

public sealed class BusyStreakUnderDash() : BusyStreakTests(TestShell.Dash);

public sealed class BusyStreakUnderBashPosix() : BusyStreakTests(TestShell.BashPosix);

public sealed class BusyStreakUnderAsh() : BusyStreakTests(TestShell.Ash);

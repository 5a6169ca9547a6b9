using System.Text.Json;
using MempalaceSched.Schedules;
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
    public void A_failed_run_does_not_reset_the_count()
    {
        using var bed = new LauncherBed(shell);

        Assert.Equal(
            [0, 0, 1, 2],
            [CallsAfter(bed, Held), CallsAfter(bed, Held), CallsAfter(bed, "exit 1"), CallsAfter(bed, Held)]
        );
    }

    [Fact]
    public void Runs_by_hand_do_not_count()
    {
        using var bed = new LauncherBed(shell);
        CallsAfter(bed, Held);
        for (var run = 0; run < 3; run++)
            bed.Run(WithHook(bed, Held));

        Assert.Equal([0, 1], [CallsAfter(bed, Held), CallsAfter(bed, Held)]);
        Assert.Equal([1, null, null, null, 2, 3], bed.History().Select(line => line.BusyOccurrences));
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
        bed.Run(WithHook(bed, Held), "--trigger", "scheduled");

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
        {
            bed.Run(WithHook(bed, Held), "--trigger", "scheduled");
            calls.Add(Calls(bed));
            calls.Add(CallsAfter(bed, Held));
        }

        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], calls);
        Assert.Equal(7, bed.History()[^1].BusyOccurrences);
    }

    /// <summary>
    /// Runs the script for an occurrence, and returns the number of calls of the OnFailure command so far. The launcher
    /// reads the real clock, so the run is moved to an occurrence of its own afterwards.
    /// </summary>
    private static int CallsAfter(LauncherBed bed, string mine)
    {
        bed.Run(WithHook(bed, mine), "--trigger", "scheduled");
        var lines = File.ReadAllLines(bed.HistoryPath);
        if (JsonDocument.Parse(lines[^1]).RootElement.TryGetProperty("occurrence", out var current))
        {
            var another = $"1999-01-01T{lines.Length / 60:00}:{lines.Length % 60:00}";
            lines[^1] = lines[^1].Replace(current.GetString()!, another, StringComparison.Ordinal);
            File.WriteAllLines(bed.HistoryPath, lines);
        }
        return Calls(bed);
    }

    private static int Calls(LauncherBed bed) =>
        File.Exists(bed.Out("calls")) ? File.ReadAllLines(bed.Out("calls")).Length : 0;

    /// <summary>With no retries, no further try comes during the test.</summary>
    private static ScheduleDefinition WithHook(LauncherBed bed, string mine) =>
        HookTests.WithHooks(bed, bed.Mine(mine), "echo x >>$ROOT/calls", "") with
        {
            RandomDelay = TimeSpan.Zero,
            RetryInterval = TimeSpan.Zero,
        };
}

public sealed class BusyStreakUnderDash() : BusyStreakTests(TestShell.Dash);

public sealed class BusyStreakUnderBashPosix() : BusyStreakTests(TestShell.BashPosix);

public sealed class BusyStreakUnderAsh() : BusyStreakTests(TestShell.Ash);

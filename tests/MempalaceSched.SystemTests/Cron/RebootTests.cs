using System.Globalization;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class RebootScenario() : CronScenario(() => CronBed.Run("reboot", onRequest: true));

public sealed class DelayScenario() : CronScenario(() => CronBed.Run("delay"));

/// <summary>
/// Catch-up when the machine starts, and the random delay. The launcher supplies both, because cron has neither.
/// </summary>
public sealed class RebootTests(RebootScenario boot, DelayScenario delay)
    : IClassFixture<RebootScenario>,
        IClassFixture<DelayScenario>
{
    [Fact]
    public void A_missed_run_is_caught_up_at_boot_without_a_delay()
    {
        var run = Assert.Single(boot.Facts.Runs("missed"));
        Assert.Equal(
            ("catch-up", "Succeeded"),
            (run.GetProperty("trigger").GetString(), run.GetProperty("outcome").GetString())
        );
    }

    [Theory]
    [InlineData("fresh")] // installed after the last occurrence
    [InlineData("stamped")] // has run since the last occurrence
    [InlineData("not-wanted")] // -NoCatchUp
    public void An_occurrence_that_was_not_missed_does_not_run_at_boot(string name) =>
        Assert.Empty(boot.Facts.Runs(name));

    [Fact]
    public void A_missed_run_is_caught_up_only_once() => Assert.Single(boot.Facts.Runs("missed.second"));

    [Fact]
    public void Without_catch_up_there_is_no_reboot_line()
    {
        var lines = boot
            .Facts.Lines("crontab")
            .Where(line => line.StartsWith("@reboot", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(3, lines.Count);
        Assert.DoesNotContain(lines, line => line.Contains("not-wanted", StringComparison.Ordinal));
    }

    [Fact]
    public void Scheduled_runs_are_spread_over_the_random_delay()
    {
        var start = Seconds(delay.Facts.Text("start"));
        var waits = delay.Facts.Lines("mined").Select(line => Seconds(line) - start).Order().ToList();
        Assert.Equal(6, waits.Count);
        Assert.True(waits[^1] - waits[0] >= 0.7, string.Join(' ', waits));
        Assert.InRange(waits[^1], 0, 4 + 10);
    }

    [Fact]
    public void A_run_by_hand_does_not_wait() =>
        Assert.Equal("Succeeded", delay.Facts.Only("manual").GetProperty("Outcome").GetString());

    [Fact]
    public void A_run_that_is_stopped_during_its_delay_is_recorded_and_caught_up()
    {
        var runs = delay.Facts.Runs("stopped");
        Assert.Equal(["Succeeded", "Interrupted"], runs.Select(run => run.GetProperty("outcome").GetString()));
        Assert.DoesNotContain("occurrence", delay.Facts.Lines("stopped.state"));
        Assert.DoesNotContain("running", delay.Facts.Lines("stopped.state"));
    }

    private static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

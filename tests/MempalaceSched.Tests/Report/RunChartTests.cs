using CsCheck;
using MempalaceSched.Report;

namespace MempalaceSched.Tests.Report;

public class RunChartTests
{
    private static readonly ChartFrame Frame = ChartFrame.Standard;

    [Fact]
    public void Bars_start_at_the_base_line_and_stay_in_the_frame_without_touching() =>
        Reported.AnyRuns.Sample(runs =>
        {
            var bars = RunChart.For("one", runs, TimeZoneInfo.Utc).Bars;
            Assert.Equal(Math.Min(runs.Count, RunChart.MaxRuns), bars.Count);
            foreach (var bar in bars)
            {
                Assert.Equal(Frame.Base, bar.Y + bar.Height, 0.011);
                Assert.InRange(bar.Y, Frame.Top, Frame.Base);
                Assert.InRange(bar.X, Frame.Left, Frame.Right);
                Assert.InRange(bar.X + bar.Width, Frame.Left, Frame.Right);
                Assert.True(bar is { Width: >= 3, Height: >= 2 }, "it can be seen");
                Assert.InRange(bar.Middle, bar.X, bar.X + bar.Width);
            }
            foreach (var (left, right) in bars.Zip(bars.Skip(1)))
                Assert.True(left.X + left.Width + 1 <= right.X);
        });

    [Fact]
    public void The_newest_runs_are_shown_in_chronological_order() =>
        Reported.AnyRuns.Sample(runs =>
            Assert.Equal(
                runs.Take(RunChart.MaxRuns).Reverse().Select(run => ReportText.Iso(run.Started)),
                RunChart.For("one", runs, TimeZoneInfo.Utc).Bars.Select(bar => bar.Started.Iso)
            )
        );

    [Fact]
    public void A_longer_run_never_has_a_shorter_bar() =>
        Reported.AnyRuns.Sample(runs =>
        {
            var bars = RunChart.For("one", runs, TimeZoneInfo.Utc).Bars;
            var sorted = runs.Take(RunChart.MaxRuns)
                .Reverse()
                .Zip(bars, (run, bar) => (Took: run.Duration ?? TimeSpan.Zero, bar.Height))
                .OrderBy(pair => pair.Took)
                .ToList();
            foreach (var (shorter, longer) in sorted.Zip(sorted.Skip(1)))
                Assert.True(shorter.Height <= longer.Height);
        });

    [Fact]
    public void Ticks_are_readable_and_cover_the_longest_run() =>
        Gen.Int[0, 700_000]
            .Sample(seconds =>
            {
                var longest = TimeSpan.FromSeconds(seconds);
                var axis = DurationAxis.For(longest);
                var ticks = RunChart.For("one", [Reported.Run(MineOutcome.Succeeded, seconds)], TimeZoneInfo.Utc).Ticks;
                Assert.InRange(ticks.Count, 2, 4);
                Assert.True(axis.Top >= longest);
                Assert.True(axis.Top - axis.Step <= longest, "no empty step above it");
                Assert.Equal(ticks.Count, ticks.Select(tick => tick.Text).Distinct().Count());
                Assert.All(ticks, tick => Assert.True(tick.Text.Length <= 7, tick.Text));
                foreach (var (lower, upper) in ticks.Zip(ticks.Skip(1)))
                    Assert.True(lower.At - upper.At >= 14);
            });

    [Fact]
    public void A_tick_matches_the_height_of_a_bar_of_that_duration()
    {
        var chart = RunChart.For(
            "one",
            [
                Reported.Run(MineOutcome.Succeeded, 900),
                Reported.Run(MineOutcome.Failed, 600),
                Reported.Run(MineOutcome.Succeeded, 1800),
            ],
            TimeZoneInfo.Utc
        );
        Assert.Equal(["0 min", "10 min", "20 min", "30 min"], chart.Ticks.Select(tick => tick.Text));
        Assert.Equal([chart.Ticks[3].At, chart.Ticks[1].At], [chart.Bars[0].Y, chart.Bars[1].Y]);
        Assert.Equal((chart.Ticks[1].At + chart.Ticks[2].At) / 2, chart.Bars[2].Y, 0.011);
        Assert.Equal("Last 3 runs: 2 succeeded, 1 failed.", chart.Summary);
    }

    [Fact]
    public void Each_outcome_has_a_unique_word_style_and_shape()
    {
        var looks = Enum.GetValues<MineOutcome>().Select(StatusLabel.ForOutcome).ToList();
        Assert.Equal(looks.Count, looks.Select(look => look.Text).Distinct().Count());
        Assert.Equal(looks.Count, looks.Select(look => look.Style).Distinct().Count());
        Assert.Equal(looks.Count, looks.Select(look => look.Shape).Distinct().Count());
        Assert.DoesNotContain(looks, look => look.Style == "unknown");
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3600, "1 h")]
    [InlineData(3661, "1 h 1 min")]
    [InlineData(3601, "1 h")]
    [InlineData(90061, "1 d 1 h")]
    public void A_duration_is_shown_in_at_most_two_units(int seconds, string expected) =>
        Assert.Equal(expected, ReportText.Span(TimeSpan.FromSeconds(seconds)));
}

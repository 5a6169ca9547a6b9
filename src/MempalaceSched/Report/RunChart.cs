namespace MempalaceSched.Report;

/// <summary>The last runs of a schedule as bars: as long as they took, the newest at the right.</summary>
internal sealed record RunChart
{
    /// <summary>How many runs it shows.</summary>
    public const int Most = 30;

    private const double WidestBar = 14,
        LeastHeight = 2;

    private static readonly ChartFrame Place = ChartFrame.Standard;

    public ChartFrame Frame { get; } = ChartFrame.Standard;

    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The oldest first.</summary>
    public required IReadOnlyList<RunBar> Bars { get; init; }

    public required IReadOnlyList<AxisTick> Ticks { get; init; }

    /// <summary>The days of the oldest and of the newest run.</summary>
    public required string FirstDate { get; init; }

    public required string LastDate { get; init; }

    public bool IsEmpty => Bars.Count == 0;

    /// <summary>The bars with the newest first, for a table.</summary>
    public IEnumerable<RunBar> Newest => Bars.Reverse();

    /// <summary>The chart of a schedule.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="runs">Its runs, the newest first.</param>
    /// <param name="zone">The zone of its times.</param>
    public static RunChart Of(string name, IEnumerable<MineRun> runs, TimeZoneInfo zone)
    {
        var shown = runs.Take(Most).Reverse().ToList();
        var axis = DurationAxis.For(shown.Max(run => run.Duration) ?? TimeSpan.Zero);
        var slot = (Place.Right - Place.Left) / Math.Max(12, shown.Count);
        var start = Place.Right - slot * shown.Count;
        return new RunChart
        {
            Name = name,
            Summary = Summarize(shown),
            Bars =
            [
                .. shown.Select(
                    (run, i) => Bar(run, start + slot * (i + 0.5), Math.Min(WidestBar, slot * 0.68), axis, zone)
                ),
            ],
            Ticks =
            [
                .. axis.Ticks.Select(tick => new AxisTick(
                    Round(Place.Base - Length(tick, axis)),
                    ReportText.Span(tick, axis.Step)
                )),
            ],
            FirstDate = shown.Count > 1 ? Date(shown[0], zone) : "",
            LastDate = shown.Count > 0 ? Date(shown[^1], zone) : "",
        };
    }

    private static RunBar Bar(MineRun run, double middle, double width, DurationAxis axis, TimeZoneInfo zone)
    {
        var height = Round(Math.Max(LeastHeight, Length(run.Duration ?? TimeSpan.Zero, axis)));
        return new RunBar(
            Round(middle - width / 2),
            Round(Place.Base - height),
            Round(width),
            height,
            Round(middle),
            Look.OfOutcome(run.Outcome),
            Instant.Of(run.Started, zone, ""),
            run.Duration is { } took ? ReportText.Span(took) : "unknown",
            run.Filed is { } filed ? ReportText.Count(filed, "drawer") : "",
            run.Reason
        );
    }

    private static double Length(TimeSpan duration, DurationAxis axis) =>
        (Place.Base - Place.Top) * (Math.Max(0, duration.Ticks) / (double)axis.Top.Ticks);

    private static string Date(MineRun run, TimeZoneInfo zone) =>
        ReportText.Day(TimeZoneInfo.ConvertTime(run.Started, zone));

    private static string Summarize(List<MineRun> runs) =>
        runs.Count == 0
            ? "No run yet."
            : $"Last {ReportText.Count(runs.Count, "run")}: "
                + string.Join(
                    ", ",
                    runs.GroupBy(run => run.Outcome)
                        .OrderByDescending(group => group.Count())
                        .ThenBy(group => group.Key)
                        .Select(group =>
                            $"{ReportText.Number(group.Count())} {Look.OfOutcome(group.Key).Text.ToLowerInvariant()}"
                        )
                )
                + ".";

    private static double Round(double value) => Math.Round(value, 2);
}

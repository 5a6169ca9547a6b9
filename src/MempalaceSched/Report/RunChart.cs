namespace MempalaceSched.Report;

/// <summary>A bar chart of the durations of a schedule's last runs. The newest run is on the right.</summary>
internal sealed record RunChart
{
    /// <summary>The chart shows at most this many runs.</summary>
    public const int MaxRuns = 30;

    private const double MaxBarWidth = 14,
        MinBarHeight = 2;

    private static readonly ChartFrame Standard = ChartFrame.Standard;

    /// <summary>The positions of the parts of the chart.</summary>
    public ChartFrame Frame { get; } = ChartFrame.Standard;

    /// <summary>The name of the schedule.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence that summarizes the runs.</summary>
    public required string Summary { get; init; }

    /// <summary>The bars, oldest run first.</summary>
    public required IReadOnlyList<RunBar> Bars { get; init; }

    /// <summary>The ticks of the axis.</summary>
    public required IReadOnlyList<AxisTick> Ticks { get; init; }

    /// <summary>The day of the oldest run; empty if there are fewer than two runs.</summary>
    public required string FirstDate { get; init; }

    /// <summary>The day of the newest run; empty if there is none.</summary>
    public required string LastDate { get; init; }

    /// <summary>Whether there is no run.</summary>
    public bool IsEmpty => Bars.Count == 0;

    /// <summary>The bars, newest run first, for the table below the chart.</summary>
    public IEnumerable<RunBar> Newest => Bars.Reverse();

    /// <summary>Creates the chart of a schedule.</summary>
    /// <param name="name">The name of the schedule.</param>
    /// <param name="runs">The runs of the schedule, newest first.</param>
    /// <param name="zone">The time zone of the displayed times.</param>
    public static RunChart For(string name, IEnumerable<MineRun> runs, TimeZoneInfo zone)
    {
        var shown = runs.Take(MaxRuns).Reverse().ToList();
        var axis = DurationAxis.For(shown.Max(run => run.Duration) ?? TimeSpan.Zero);
        var slot = (Standard.Right - Standard.Left) / Math.Max(12, shown.Count);
        var start = Standard.Right - slot * shown.Count;
        return new RunChart
        {
            Name = name,
            Summary = Summarize(shown),
            Bars =
            [
                .. shown.Select(
                    (run, i) => Bar(run, start + slot * (i + 0.5), Math.Min(MaxBarWidth, slot * 0.68), axis, zone)
                ),
            ],
            Ticks =
            [
                .. axis.Ticks.Select(tick => new AxisTick(
                    Round(Standard.Base - Length(tick, axis)),
                    ReportText.Span(tick, axis.Step)
                )),
            ],
            FirstDate = shown.Count > 1 ? Date(shown[0], zone) : "",
            LastDate = shown.Count > 0 ? Date(shown[^1], zone) : "",
        };
    }

    private static RunBar Bar(MineRun run, double middle, double width, DurationAxis axis, TimeZoneInfo zone)
    {
        var height = Round(Math.Max(MinBarHeight, Length(run.Duration ?? TimeSpan.Zero, axis)));
        return new RunBar(
            Round(middle - width / 2),
            Round(Standard.Base - height),
            Round(width),
            height,
            Round(middle),
            StatusLabel.ForOutcome(run.Outcome),
            DisplayTime.From(run.Started, zone, ""),
            run.Duration is { } duration ? ReportText.Span(duration) : "unknown",
            run.Filed is { } filed ? ReportText.Count(filed, "drawer") : "",
            run.Reason
        );
    }

    private static double Length(TimeSpan duration, DurationAxis axis) =>
        (Standard.Base - Standard.Top) * (Math.Max(0, duration.Ticks) / (double)axis.Top.Ticks);

    private static string Date(MineRun run, TimeZoneInfo zone) =>
        ReportText.Day(TimeZoneInfo.ConvertTime(run.Started, zone));

    private static string Summarize(List<MineRun> runs) =>
        runs.Count == 0
            ? "No runs yet."
            : $"Last {ReportText.Count(runs.Count, "run")}: "
                + string.Join(
                    ", ",
                    runs.GroupBy(run => run.Outcome)
                        .OrderByDescending(group => group.Count())
                        .ThenBy(group => group.Key)
                        .Select(group =>
                            $"{ReportText.Number(group.Count())} "
                            + StatusLabel.ForOutcome(group.Key).Text.ToLowerInvariant()
                        )
                )
                + ".";

    private static double Round(double value) => Math.Round(value, 2);
}

/// <summary>
/// The positions of the parts of a chart, in units of the SVG. On a phone, one unit is about one pixel.
/// </summary>
/// <param name="Width">The width of the chart.</param>
/// <param name="Height">The height of the chart.</param>
/// <param name="Left">The left edge of the bars. The durations are to the left of it.</param>
/// <param name="Right">The right edge of the bars.</param>
/// <param name="Top">The y coordinate of the end of the scale.</param>
/// <param name="Base">The y coordinate of the lower end of the bars.</param>
/// <param name="Shapes">The y coordinate of the shapes below the bars.</param>
/// <param name="Dates">The y coordinate of the baseline of the dates.</param>
internal sealed record ChartFrame(
    double Width,
    double Height,
    double Left,
    double Right,
    double Top,
    double Base,
    double Shapes,
    double Dates
)
{
    /// <summary>The frame of all charts.</summary>
    public static ChartFrame Standard { get; } =
        new(Width: 360, Height: 148, Left: 46, Right: 356, Top: 12, Base: 104, Shapes: 117, Dates: 140);
}

/// <summary>A tick of an axis.</summary>
/// <param name="At">The y coordinate.</param>
/// <param name="Text">The label.</param>
internal sealed record AxisTick(double At, string Text);

/// <summary>A run in a chart: a bar, and the shape of its outcome below it.</summary>
/// <param name="X">The left edge of the bar.</param>
/// <param name="Y">The upper edge of the bar.</param>
/// <param name="Width">The width of the bar.</param>
/// <param name="Height">The height of the bar.</param>
/// <param name="Middle">The x coordinate of the middle of the bar and of the shape.</param>
/// <param name="Outcome">The outcome of the run.</param>
/// <param name="Started">When the run started.</param>
/// <param name="Duration">The duration of the run, as text.</param>
/// <param name="Filed">The number of filed drawers, as text; empty if unknown.</param>
/// <param name="Reason">The reason for the outcome; empty if there is none.</param>
internal sealed record RunBar(
    double X,
    double Y,
    double Width,
    double Height,
    double Middle,
    StatusLabel Outcome,
    DisplayTime Started,
    string Duration,
    string Filed,
    string Reason
);

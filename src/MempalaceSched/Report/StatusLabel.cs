namespace MempalaceSched.Report;

/// <summary>
/// How the report shows an outcome or a health: as a word, a color and a shape, so that no meaning depends on color
/// alone.
/// </summary>
/// <param name="Text">The word.</param>
/// <param name="Style">The CSS class that sets the color.</param>
/// <param name="Shape">The shape, as an SVG path around the origin that extends about four units to each side.</param>
internal sealed record StatusLabel(string Text, string Style, string Shape)
{
    private const string Disc = "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z";
    private const string Ring = Disc + "M-2.2 0a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0z";
    private const string Dash = "M-4-1.2h8v2.4h-8z";
    private const string Diamond = "M0-4.4L4.4 0L0 4.4L-4.4 0z";
    private const string Cross = "M-2.4-4L0-1.6L2.4-4L4-2.4L1.6 0L4 2.4L2.4 4L0 1.6L-2.4 4L-4 2.4L-1.6 0L-4-2.4z";
    private const string Hourglass = "M-4-4h8L0.8 0L4 4h-8L-0.8 0z";
    private const string Pause = "M-3.6-4h2.6v8h-2.6zM1-4h2.6v8h-2.6z";
    private const string Arrow = "M-3-4L4 0L-3 4z";
    private const string Triangle = "M0-4L4.4 3.6H-4.4z";
    private const string Hollow = "M-3.6-3.6h7.2v7.2h-7.2zM-1.8-1.8h3.6v3.6h-3.6z";

    /// <summary>The label of an outcome.</summary>
    public static StatusLabel ForOutcome(MineOutcome outcome)
    {
        var (style, shape) = outcome switch
        {
            MineOutcome.Succeeded => ("succeeded", Disc),
            MineOutcome.NothingNew => ("nothing-new", Ring),
            MineOutcome.Skipped => ("skipped", Dash),
            MineOutcome.Busy => ("busy", Diamond),
            MineOutcome.Failed => ("failed", Cross),
            MineOutcome.TimedOut => ("timed-out", Hourglass),
            MineOutcome.Interrupted => ("interrupted", Pause),
            MineOutcome.Running => ("running", Arrow),
            _ => ("unknown", Hollow),
        };
        return new StatusLabel(ReportText.Words(outcome.ToString()), style, shape);
    }

    /// <summary>The label of a health. A name that is not listed here is shown like Unknown.</summary>
    /// <param name="health">The name of the health.</param>
    public static StatusLabel ForHealth(string health)
    {
        var (style, shape) = health switch
        {
            "Healthy" => ("good", Disc),
            "Disabled" => ("calm", Pause),
            "Drifted" or "Outdated" or "Overdue" or "LingerOff" => ("warn", Triangle),
            "Missing"
            or "Orphaned"
            or "CommandGone"
            or "StoreMissing"
            or "SchedulerNotRunning"
            or "Starved"
            or "Failing" => ("bad", Cross),
            _ => ("calm", Hollow),
        };
        return new StatusLabel(ReportText.Words(health), style, shape);
    }

    /// <summary>Whether the user should do something about the schedule.</summary>
    public bool NeedsAttention => Style is "warn" or "bad";
}

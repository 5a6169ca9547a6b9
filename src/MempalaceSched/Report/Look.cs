namespace MempalaceSched.Report;

/// <summary>How a word of a report is shown: never by its colour alone.</summary>
/// <param name="Text">The word itself.</param>
/// <param name="Style">The class that gives it its colour.</param>
/// <param name="Shape">Its shape, as an SVG path around the origin, four units to each side.</param>
internal sealed record Look(string Text, string Style, string Shape)
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

    /// <summary>An outcome.</summary>
    public static Look OfOutcome(MineOutcome outcome)
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
        return new Look(ReportText.Words(outcome.ToString()), style, shape);
    }

    /// <summary>A health, by its name: one that is not known here looks like Unknown.</summary>
    public static Look OfHealth(string health)
    {
        var (style, shape) = health switch
        {
            "Healthy" => ("good", Disc),
            "Disabled" => ("calm", Pause),
            "Drifted" or "Overdue" or "LingerOff" => ("warn", Triangle),
            "Missing" or "Orphaned" or "CommandGone" or "SchedulerNotRunning" or "Failing" => ("bad", Cross),
            _ => ("calm", Hollow),
        };
        return new Look(ReportText.Words(health), style, shape);
    }

    /// <summary>Whether somebody should do something about it.</summary>
    public bool WantsAttention => Style is "warn" or "bad";
}

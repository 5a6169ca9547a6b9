namespace MempalaceSched.Report;

/// <summary>A report as its page shows it: texts and numbers, nothing to be computed any more.</summary>
internal sealed record ReportModel
{
    /// <summary>One sentence on how all stands.</summary>
    public required string Headline { get; init; }

    /// <summary>The next run of all, in a sentence; empty when there is none.</summary>
    public required string NextRun { get; init; }

    public required Instant Made { get; init; }

    /// <summary>The zone of all times.</summary>
    public required string Zone { get; init; }

    public required IReadOnlyList<HealthRow> Rows { get; init; }

    public required CalendarGrid Calendar { get; init; }

    /// <summary>How many schedules the calendar leaves out, in a sentence; empty for none.</summary>
    public required string LeftOut { get; init; }

    public required IReadOnlyList<RunChart> Charts { get; init; }

    /// <summary>The outcomes that its charts have, for their legend.</summary>
    public required IReadOnlyList<Look> Legend { get; init; }

    public bool IsEmpty => Rows.Count == 0;

    public static ReportModel Of(ReportInput input)
    {
        var rows = input.Schedules.Select(each => HealthRow.Of(each, input.Zone)).ToList();
        var idle = input.Schedules.Count(each => !each.Schedule.Enabled);
        return new ReportModel
        {
            Headline = Sum(rows),
            NextRun = Next(input),
            Made = Instant.Of(input.Now, input.Zone, ""),
            Zone = ZoneText(input),
            Rows = rows,
            Calendar = CalendarGrid.Of(input),
            LeftOut =
                idle == 0
                    ? ""
                    : $"Left out: {ReportText.Count(idle, "schedule")} that will not run by {(idle == 1 ? "itself" : "themselves")}.",
            Charts = [.. input.Schedules.Select(each => RunChart.Of(each.Schedule.Name, each.Runs, input.Zone))],
            Legend =
            [
                .. input
                    .Schedules.SelectMany(each => each.Runs.Take(RunChart.Most))
                    .Select(run => run.Outcome)
                    .Distinct()
                    .Order()
                    .Select(Look.OfOutcome),
            ],
        };
    }

    private static string Sum(List<HealthRow> rows)
    {
        var bad = rows.Count(row => row.Health.WantsAttention);
        return (rows.Count, bad) switch
        {
            (0, _) => "No schedule is installed.",
            (1, 0) => "1 schedule, which needs no attention.",
            (1, _) => "1 schedule, which needs attention.",
            (_, 0) => $"{ReportText.Count(rows.Count, "schedule")}, none of which needs attention.",
            _ =>
                $"{ReportText.Number(bad)} of {ReportText.Count(rows.Count, "schedule")} {(bad == 1 ? "needs" : "need")} attention.",
        };
    }

    private static string Next(ReportInput input) =>
        input
            .Schedules.Where(each => each.Schedule is { Enabled: true, NextRun: not null })
            .MinBy(each => each.Schedule.NextRun)
            is { } next
            ? $"{next.Schedule.Name}, {Instant.Of(next.Schedule.NextRun, input.Zone, "").Text}"
            : "";

    private static string ZoneText(ReportInput input)
    {
        var offset = input.Zone.GetUtcOffset(input.Now);
        var name = input.Zone.Id is "UTC" or "Etc/UTC" ? "" : $"{input.Zone.Id}, ";
        return $"{name}UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
    }
}

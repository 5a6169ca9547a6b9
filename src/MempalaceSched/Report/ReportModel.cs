using MempalaceSched.Calendars;

namespace MempalaceSched.Report;

/// <summary>The data of a report.</summary>
/// <param name="Schedules">The schedules, each with its recurrence and runs.</param>
/// <param name="Now">When the report is created.</param>
/// <param name="Zone">The time zone of the displayed times.</param>
/// <param name="Days">The number of days in the calendar, beginning with today.</param>
internal sealed record ReportInput(
    IReadOnlyList<ReportedSchedule> Schedules,
    DateTimeOffset Now,
    TimeZoneInfo Zone,
    int Days
);

/// <summary>A schedule and its past runs.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Recurrence">When the schedule runs.</param>
/// <param name="Runs">The runs of the schedule, newest first.</param>
internal sealed record ReportedSchedule(Schedule Schedule, Recurrence Recurrence, IReadOnlyList<MineRun> Runs);

/// <summary>The content of a report page, as text and numbers that the template only has to insert.</summary>
internal sealed record ReportModel
{
    /// <summary>One sentence about the health of all schedules.</summary>
    public required string Headline { get; init; }

    /// <summary>The schedule that runs next, and when; empty if no schedule has a next run.</summary>
    public required string NextRun { get; init; }

    /// <summary>When the report was created.</summary>
    public required DisplayTime Created { get; init; }

    /// <summary>The time zone of all times, with its offset from UTC.</summary>
    public required string Zone { get; init; }

    /// <summary>The rows of the health table.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>The calendar of the next days.</summary>
    public required CalendarGrid Calendar { get; init; }

    /// <summary>
    /// A sentence about the schedules that the calendar does not show; empty if it shows all of them.
    /// </summary>
    public required string NotShown { get; init; }

    /// <summary>The charts of past runs, one for each schedule.</summary>
    public required IReadOnlyList<RunChart> Charts { get; init; }

    /// <summary>The outcomes that occur in the charts.</summary>
    public required IReadOnlyList<StatusLabel> Legend { get; init; }

    /// <summary>Whether there is no schedule.</summary>
    public bool IsEmpty => Rows.Count == 0;

    /// <summary>Creates the content of a report.</summary>
    public static ReportModel From(ReportInput input)
    {
        var rows = input.Schedules.Select(each => ReportRow.From(each, input.Zone)).ToList();
        var disabled = input.Schedules.Count(each => !each.Schedule.Enabled);
        return new ReportModel
        {
            Headline = Summarize(rows),
            NextRun = Next(input),
            Created = DisplayTime.From(input.Now, input.Zone, ""),
            Zone = ZoneText(input),
            Rows = rows,
            Calendar = CalendarGrid.For(input),
            NotShown = disabled == 0 ? "" : $"Not shown: {ReportText.Count(disabled, "disabled schedule")}.",
            Charts = [.. input.Schedules.Select(each => RunChart.For(each.Schedule.Name, each.Runs, input.Zone))],
            Legend =
            [
                .. input
                    .Schedules.SelectMany(each => each.Runs.Take(RunChart.MaxRuns))
                    .Select(run => run.Outcome)
                    .Distinct()
                    .Order()
                    .Select(StatusLabel.ForOutcome),
            ],
        };
    }

    private static string Summarize(List<ReportRow> rows)
    {
        var problems = rows.Count(row => row.Health.NeedsAttention);
        var all = ReportText.Count(rows.Count, "schedule");
        return (rows.Count, problems) switch
        {
            (0, _) => "No schedules are installed.",
            (1, 0) => "1 schedule, which needs no attention.",
            (1, _) => "1 schedule, which needs attention.",
            (_, 0) => $"{all}, none of which needs attention.",
            _ => $"{ReportText.Number(problems)} of {all} {(problems == 1 ? "needs" : "need")} attention.",
        };
    }

    private static string Next(ReportInput input) =>
        input
            .Schedules.Where(each => each.Schedule is { Enabled: true, NextRun: not null })
            .MinBy(each => each.Schedule.NextRun)
            is { } next
            ? $"{next.Schedule.Name}, {DisplayTime.From(next.Schedule.NextRun, input.Zone, "").Text}"
            : "";

    private static string ZoneText(ReportInput input)
    {
        var offset = input.Zone.GetUtcOffset(input.Now);
        var name = input.Zone.Id is "UTC" or "Etc/UTC" ? "" : $"{input.Zone.Id}, ";
        return $"{name}UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
    }
}

using MempalaceSched.Runs;

namespace MempalaceSched.Report;

/// <summary>A row of the health table.</summary>
internal sealed record ReportRow
{
    /// <summary>The name of the schedule.</summary>
    public required string Name { get; init; }

    /// <summary>The source and the scheduler.</summary>
    public required string Kind { get; init; }

    /// <summary>The health of the schedule.</summary>
    public required StatusLabel Health { get; init; }

    /// <summary>The problem and what to do about it; empty if there is no problem.</summary>
    public required string Detail { get; init; }

    /// <summary>The state that the scheduler reports; empty if it is the same word as the health.</summary>
    public required string State { get; init; }

    /// <summary>The recurrence, with the random delay.</summary>
    public required string At { get; init; }

    /// <summary>When the last successful run started.</summary>
    public required DisplayTime LastSuccess { get; init; }

    /// <summary>When the last run started.</summary>
    public required DisplayTime LastRun { get; init; }

    /// <summary>The outcome of the last run; null if there was no run.</summary>
    public StatusLabel? LastOutcome { get; init; }

    /// <summary>The reason for that outcome; empty if there is none.</summary>
    public required string LastReason { get; init; }

    /// <summary>When the next run starts.</summary>
    public required DisplayTime NextRun { get; init; }

    /// <summary>The path of the palace.</summary>
    public required string Palace { get; init; }

    /// <summary>The command line of a run.</summary>
    public required string Command { get; init; }

    /// <summary>The row of a schedule.</summary>
    /// <param name="reported">The schedule and its runs.</param>
    /// <param name="zone">The time zone of the displayed times.</param>
    public static ReportRow From(ReportedSchedule reported, TimeZoneInfo zone)
    {
        var schedule = reported.Schedule;
        var success = reported.Runs.FirstOrDefault(run => Outcomes.IsSuccess(run.Outcome));
        return new ReportRow
        {
            Name = schedule.Name,
            Kind = $"{schedule.Source} · {schedule.Scheduler}",
            Health = StatusLabel.ForHealth(schedule.Health.ToString()),
            Detail = schedule.HealthDetail,
            State =
                schedule.State.ToString() == schedule.Health.ToString()
                    ? ""
                    : ReportText.Words(schedule.State.ToString()),
            At =
                schedule.RandomDelay > TimeSpan.Zero
                    ? $"{schedule.At}, delayed by up to {ReportText.Span(schedule.RandomDelay)}"
                    : schedule.At,
            LastSuccess = DisplayTime.From(success?.Started, zone, "none recorded"),
            LastRun = DisplayTime.From(schedule.LastRun, zone, "none yet"),
            LastOutcome = schedule.LastOutcome is { } outcome ? StatusLabel.ForOutcome(outcome) : null,
            LastReason = schedule.LastReason,
            NextRun = DisplayTime.From(schedule.NextRun, zone, "none"),
            Palace = schedule.Palace,
            Command = schedule.CommandLine,
        };
    }
}

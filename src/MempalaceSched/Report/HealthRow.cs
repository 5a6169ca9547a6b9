namespace MempalaceSched.Report;

/// <summary>A line of the health table.</summary>
internal sealed record HealthRow
{
    public required string Name { get; init; }

    /// <summary>Whose sessions, under which scheduler.</summary>
    public required string Kind { get; init; }

    public required Look Health { get; init; }

    /// <summary>What is the matter, and what mends it; empty for nothing.</summary>
    public required string Detail { get; init; }

    /// <summary>What its scheduler makes of it; empty where the health says the same.</summary>
    public required string State { get; init; }

    /// <summary>When, as a calendar expression, with its delay.</summary>
    public required string At { get; init; }

    public required Instant LastSuccess { get; init; }

    public required Instant LastRun { get; init; }

    /// <summary>How the last run ended; null when there was none.</summary>
    public Look? LastOutcome { get; init; }

    public required string LastReason { get; init; }

    public required Instant NextRun { get; init; }

    public required string Palace { get; init; }

    public required string Command { get; init; }

    public static HealthRow Of(ReportedSchedule reported, TimeZoneInfo zone)
    {
        var schedule = reported.Schedule;
        var success = reported.Runs.FirstOrDefault(run =>
            run.Outcome is MineOutcome.Succeeded or MineOutcome.NothingNew
        );
        return new HealthRow
        {
            Name = schedule.Name,
            Kind = $"{schedule.Source} · {schedule.Scheduler}",
            Health = Look.OfHealth(schedule.Health.ToString()),
            Detail = schedule.HealthDetail,
            State =
                schedule.State.ToString() == schedule.Health.ToString()
                    ? ""
                    : ReportText.Words(schedule.State.ToString()),
            At =
                schedule.RandomDelay > TimeSpan.Zero
                    ? $"{schedule.At}, up to {ReportText.Span(schedule.RandomDelay)} later"
                    : schedule.At,
            LastSuccess = Instant.Of(success?.Started, zone, "none on record"),
            LastRun = Instant.Of(schedule.LastRun, zone, "none yet"),
            LastOutcome = schedule.LastOutcome is { } outcome ? Look.OfOutcome(outcome) : null,
            LastReason = schedule.LastReason,
            NextRun = Instant.Of(schedule.NextRun, zone, "none"),
            Palace = schedule.Palace,
            Command = schedule.CommandLine,
        };
    }
}

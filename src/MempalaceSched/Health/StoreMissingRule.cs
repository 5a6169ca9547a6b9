using System.Globalization;
using MempalaceSched.Runs;

namespace MempalaceSched.Health;

/// <summary>
/// The health rule for a session store that does not exist. A skipped run is normal once in a while, for example while
/// a disk is not mounted. It is a problem if no run has found the store since the schedule was last changed, or if
/// runs have been skipped for more than three intervals of the calendar.
/// </summary>
internal static class StoreMissingRule
{
    /// <summary>How many of the longest gaps of the calendar runs may be skipped after another run.</summary>
    public const int Intervals = 3;

    /// <summary>The problem; null if there is none.</summary>
    public static HealthFinding? Apply(HealthFacts facts)
    {
        // A run knows only the second in which it started.
        var since = facts.Since.AddTicks(-(facts.Since.UtcTicks % TimeSpan.TicksPerSecond));
        var lastSkip = facts
            .Runs.Where(Outcomes.FoundNoStore)
            .Select(run => (DateTimeOffset?)run.Started)
            .Append(facts.Skipped)
            .Max();
        if (facts.MissingStore is not { } store || lastSkip is not { } skipped || skipped < since)
            return null;
        var lastOther = facts
            .Runs.Where(run => !Outcomes.FoundNoStore(run) && run.Started >= since)
            .Select(run => (DateTimeOffset?)run.Started)
            .Max();
        if (lastOther is { } run && skipped - run <= facts.MaximumGap * Intervals)
            return null;
        var start = lastOther is { } time ? Text(time) : "the schedule was installed or changed";
        return new(
            ScheduleHealth.StoreMissing,
            $"All runs since {start} were skipped, because the session store '{store}' does not exist.",
            facts.FindStore
        );
    }

    private static string Text(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

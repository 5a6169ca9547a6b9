using System.Globalization;
using MempalaceSched.Runs;

namespace MempalaceSched.Health;

/// <summary>
/// The health rule for a session store that does not exist. A skipped run is normal once in a while, for example while
/// a disk is not mounted. It is a problem if no run has ever found a store, or if runs have been skipped for more than
/// three intervals of the calendar.
/// </summary>
/// <remarks>
/// Only runs since the store was set count, and only skips that name it. So an install and a change of the store start
/// again, and a change of another setting does not. Runs that were skipped for other reasons, or for another store, say
/// nothing about this one.
/// </remarks>
internal static class StoreMissingRule
{
    /// <summary>How many of the longest gaps of the calendar runs may be skipped after another run.</summary>
    public const int Intervals = 3;

    /// <summary>The problem; null if there is none.</summary>
    public static HealthFinding? Apply(HealthFacts facts)
    {
        if (facts.MissingStore is not { } store)
            return null;
        var runs = facts.Runs.Where(run => !(run.Started < facts.StoreSince)).ToList();
        List<DateTimeOffset> skips =
        [
            .. runs.Where(run => Outcomes.FoundNoStore(run, store)).Select(run => run.Started),
        ];
        if (skips.Count == 0)
            return null;
        var lastOther = runs.Where(run => run.Outcome != MineOutcome.Skipped)
            .Select(run => (DateTimeOffset?)run.Started)
            .Max();
        return lastOther is { } other && skips.Max() - other <= facts.MaximumGap * Intervals
            ? null
            : new(
                ScheduleHealth.StoreMissing,
                $"All runs since {Text(lastOther ?? skips.Min())} were skipped, because the session store '{store}' "
                    + "does not exist.",
                facts.FindStore
            );
    }

    private static string Text(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

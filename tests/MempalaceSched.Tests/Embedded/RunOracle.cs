using MempalaceSched.Calendars;
using MempalaceSched.Schedulers.Embedded;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Scheduling;

namespace MempalaceSched.Tests.Embedded;

/// <summary>
/// A simple model of the scheduler. The occurrence to run is the newest one that the minute-by-minute walk finds. It
/// does not run if it has already run, or if a later occurrence up to five minutes ahead has run.
/// </summary>
internal sealed class RunOracle(ScheduleDefinition definition, DateTimeOffset since, TimeSpan punctual)
{
    private static readonly TimeSpan Correction = TimeSpan.FromMinutes(5);

    private readonly SortedSet<DateTimeOffset> done = [];
    private readonly Dictionary<WallClockOracle, List<DateTimeOffset>> found = [];
    private DateTimeOffset? anchor;

    /// <summary>The scheduler restarts.</summary>
    public void Restart() => anchor = null;

    /// <summary>Returns what the scheduler must do at a moment.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="walk">The minutes around it, in the time zone of the machine.</param>
    /// <returns>The occurrence that runs, or the occurrence that counts as missed because it is too late.</returns>
    public (DateTimeOffset? Run, DateTimeOffset? Missed) At(DateTimeOffset now, WallClockOracle walk)
    {
        if (!found.TryGetValue(walk, out var occurrences))
            found[walk] = occurrences = walk.Occurrences(definition.Recurrence);
        var index = occurrences.FindLastIndex(each => each <= now && Due(each) <= now);
        if (index < 0)
            return default;
        var newest = occurrences[index];
        if (newest <= Promised(now) || done.GetViewBetween(newest, now + Correction).Count > 0)
            return default;
        done.Add(newest);
        return now - Due(newest) > punctual ? (null, newest) : (newest, null);
    }

    /// <summary>The time after which a schedule that has never run counts occurrences.</summary>
    private DateTimeOffset Promised(DateTimeOffset now)
    {
        var limit = now + Correction;
        if (done.Count > 0 && done.Min <= limit)
            return DateTimeOffset.MinValue;
        if (since <= limit)
            return since;
        if (anchor is null || anchor > limit)
            anchor = now;
        return anchor.Value;
    }

    private DateTimeOffset Due(DateTimeOffset occurrence) =>
        occurrence + Jitter.For(definition.Name, occurrence, definition.RandomDelay);
}

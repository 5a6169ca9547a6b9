using MempalaceSched.Calendars;
using MempalaceSched.Schedulers.Embedded;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Scheduling;

namespace MempalaceSched.Tests.Embedded;

/// <summary>
/// Which occurrence is to run at a moment, said in the plainest way: the newest one that the walk over every minute of
/// the wall clock has found, unless it, or a later one that is no more than five minutes away, has run.
/// </summary>
internal sealed class RunOracle(ScheduleDefinition definition, DateTimeOffset since, TimeSpan punctual)
{
    private static readonly TimeSpan Correction = TimeSpan.FromMinutes(5);

    private readonly SortedSet<DateTimeOffset> done = [];
    private readonly Dictionary<WallClockOracle, List<DateTimeOffset>> found = [];
    private DateTimeOffset? anchor;

    /// <summary>The scheduler begins anew.</summary>
    public void Restart() => anchor = null;

    /// <summary>What is to happen at a moment.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="walk">The minutes around it, in the zone that the machine is in.</param>
    /// <returns>The occurrence that runs, or that counts as missed because it is not punctual.</returns>
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

    /// <summary>The time from which a schedule counts that never ran, as far as the clock knows.</summary>
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

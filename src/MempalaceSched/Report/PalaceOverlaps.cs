using MempalaceSched.Runs;

namespace MempalaceSched.Report;

/// <summary>A period in which a schedule can be running in its palace.</summary>
/// <param name="Schedule">The name of the schedule.</param>
/// <param name="Palace">The path of the palace.</param>
/// <param name="From">The occurrence, which is the earliest start.</param>
/// <param name="To">The expected end if the random delay is as long as possible.</param>
internal sealed record PalaceWindow(string Schedule, string Palace, DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// Finds occurrences of different schedules that can overlap in one palace. The later run then waits for the other one,
/// and ends as Busy if it waits too long.
/// </summary>
internal static class PalaceOverlaps
{
    /// <summary>The assumed duration of a run if the schedule has no successful run.</summary>
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromMinutes(5);

    /// <summary>The expected duration of a run: the longest of the last five successful runs.</summary>
    /// <param name="runs">The runs of the schedule, newest first.</param>
    public static TimeSpan ExpectedDuration(IEnumerable<MineRun> runs) =>
        runs.Where(run => Outcomes.IsSuccess(run.Outcome) && run.Duration is not null).Take(5).Max(run => run.Duration)
        ?? DefaultDuration;

    /// <summary>
    /// The windows that overlap with a window of another schedule in the same palace, each with the names of the other
    /// schedules.
    /// </summary>
    public static IReadOnlyDictionary<PalaceWindow, IReadOnlySet<string>> Find(IEnumerable<PalaceWindow> windows)
    {
        var overlaps = new Dictionary<PalaceWindow, IReadOnlySet<string>>(ReferenceEqualityComparer.Instance);
        foreach (var palace in windows.GroupBy(window => window.Palace, StringComparer.Ordinal))
        {
            if (palace.DistinctBy(window => window.Schedule).Count() == 1)
                continue;
            var open = new List<PalaceWindow>();
            foreach (var window in palace.OrderBy(window => window.From))
            {
                open.RemoveAll(other => other.To <= window.From);
                foreach (var other in open.Where(other => other.Schedule != window.Schedule))
                {
                    Add(window, other.Schedule);
                    Add(other, window.Schedule);
                }
                open.Add(window);
            }
        }
        return overlaps;

        void Add(PalaceWindow window, string other)
        {
            if (!overlaps.TryGetValue(window, out var names))
                overlaps[window] = names = new SortedSet<string>(StringComparer.Ordinal);
            ((SortedSet<string>)names).Add(other);
        }
    }
}

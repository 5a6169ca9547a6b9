namespace MempalaceSched.Report;

/// <summary>Which occurrences of different schedules may meet in one palace: then the later one waits, and is Busy if it waits in vain.</summary>
internal static class PalaceMeetings
{
    /// <summary>What a mine takes of which nothing is known.</summary>
    private static readonly TimeSpan Guess = TimeSpan.FromMinutes(5);

    /// <summary>How long a schedule is at work, most likely: as long as the longest of its last runs.</summary>
    /// <param name="runs">Its runs, the newest first.</param>
    public static TimeSpan Work(IEnumerable<MineRun> runs) =>
        runs.Where(run => run.Outcome is MineOutcome.Succeeded or MineOutcome.NothingNew && run.Duration is not null)
            .Take(5)
            .Max(run => run.Duration)
        ?? Guess;

    /// <summary>For each window that meets one of another schedule, the names of those others.</summary>
    public static IReadOnlyDictionary<PalaceWindow, IReadOnlySet<string>> Find(IEnumerable<PalaceWindow> windows)
    {
        var met = new Dictionary<PalaceWindow, IReadOnlySet<string>>(ReferenceEqualityComparer.Instance);
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
                    Note(window, other.Schedule);
                    Note(other, window.Schedule);
                }
                open.Add(window);
            }
        }
        return met;

        void Note(PalaceWindow window, string other)
        {
            if (!met.TryGetValue(window, out var names))
                met[window] = names = new SortedSet<string>(StringComparer.Ordinal);
            ((SortedSet<string>)names).Add(other);
        }
    }
}

namespace MempalaceSched.Runs;

/// <summary>Shows the tries of one occurrence that found the palace held as one run.</summary>
internal static class BusyTries
{
    /// <summary>
    /// Replaces consecutive Busy runs of one occurrence by the newest of them, with the number of tries.
    /// </summary>
    /// <param name="runs">The runs of one schedule, newest first. They are read lazily.</param>
    public static IEnumerable<MineRun> Fold(IEnumerable<MineRun> runs)
    {
        MineRun? newest = null;
        foreach (var run in runs)
        {
            if (newest is not null && AreTriesOfOneOccurrence(newest, run))
            {
                newest = newest with { Tries = newest.Tries + 1 };
                continue;
            }
            if (newest is not null)
                yield return newest;
            newest = run;
        }
        if (newest is not null)
            yield return newest;
    }

    private static bool AreTriesOfOneOccurrence(MineRun newer, MineRun older) =>
        newer.Outcome == MineOutcome.Busy
        && older.Outcome == MineOutcome.Busy
        && newer.Occurrence is not null
        && newer.Occurrence == older.Occurrence;
}

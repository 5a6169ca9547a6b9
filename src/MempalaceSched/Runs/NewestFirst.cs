namespace MempalaceSched.Runs;

/// <summary>Sorts runs by their start, newest first, while they are read.</summary>
internal static class NewestFirst
{
    /// <summary>
    /// The maximum number of runs that are held back. More runs never overlap, unless a clock was wrong.
    /// </summary>
    private const int MaxWaiting = 1024;

    /// <summary>Sorts the runs of one schedule.</summary>
    /// <remarks>
    /// A history is in the order in which runs ended, but "newest first" means the order in which they started. The two
    /// differ if runs overlap, for example if one is rejected while another is in progress. A run is held back until a
    /// run is read that ended before it started: no run further up can be newer. The result is sorted and still
    /// streams.
    /// </remarks>
    /// <param name="runs">The runs; the one that ended last is the first.</param>
    public static IEnumerable<MineRun> Sort(IEnumerable<MineRun> runs)
    {
        var waiting = new PriorityQueue<MineRun, (long Started, long Index)>();
        var index = 0L;
        foreach (var run in runs)
        {
            if (run.Ended is { } ended)
                while (waiting.TryPeek(out var next, out _) && next.Started >= ended)
                    yield return waiting.Dequeue();
            waiting.Enqueue(run, (-run.Started.UtcTicks, index++));
            if (waiting.Count > MaxWaiting)
                yield return waiting.Dequeue();
        }
        while (waiting.TryDequeue(out var run, out _))
            yield return run;
    }

    /// <summary>Merges the runs of several schedules. Only the next run of each schedule is in memory.</summary>
    /// <param name="sorted">The runs of each schedule, newest first.</param>
    public static IEnumerable<MineRun> Merge(IEnumerable<IEnumerable<MineRun>> sorted)
    {
        var open = new List<IEnumerator<MineRun>>();
        var next = new PriorityQueue<IEnumerator<MineRun>, (long Started, int Index)>();
        try
        {
            foreach (var runs in sorted)
            {
                open.Add(runs.GetEnumerator());
                Enqueue(open.Count - 1);
            }
            while (next.TryDequeue(out var first, out var place))
            {
                yield return first.Current;
                Enqueue(place.Index);
            }
        }
        finally
        {
            foreach (var each in open)
                each.Dispose();
        }

        void Enqueue(int index)
        {
            if (open[index].MoveNext())
                next.Enqueue(open[index], (-open[index].Current.Started.UtcTicks, index));
        }
    }
}

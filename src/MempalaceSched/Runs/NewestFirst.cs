namespace MempalaceSched.Runs;

/// <summary>Puts runs into the order of their beginnings, the newest first, while they are read.</summary>
internal static class NewestFirst
{
    /// <summary>How many runs may wait for their turn: more than ever overlap, unless a clock was wrong.</summary>
    private const int Most = 1024;

    /// <summary>
    /// The runs of one schedule. They come in the order of their ends, and those that overlap (one that was refused while another went on)
    /// have another order of beginnings. A run waits only until one is met that had ended before it began: all that follow began earlier still.
    /// </summary>
    /// <param name="runs">Runs, the one that ended last first.</param>
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
            if (waiting.Count > Most)
                yield return waiting.Dequeue();
        }
        while (waiting.TryDequeue(out var run, out _))
            yield return run;
    }

    /// <summary>The runs of several schedules as one, of which only the next one of each is in memory.</summary>
    /// <param name="sorted">The runs of each, the newest first.</param>
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

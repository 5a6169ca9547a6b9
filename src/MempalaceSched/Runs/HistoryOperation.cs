using MempalaceSched.Errors;

namespace MempalaceSched.Runs;

/// <summary>Which runs of a history are wanted.</summary>
/// <param name="Last">The newest of each schedule, this many at most; null for all.</param>
/// <param name="Since">Those that have begun since then; null for all.</param>
/// <param name="Outcomes">Those that ended so; none for all.</param>
internal sealed record RunFilter(int? Last, DateTimeOffset? Since, IReadOnlyCollection<MineOutcome> Outcomes);

/// <summary>Reads the histories of schedules.</summary>
/// <param name="history">The histories.</param>
/// <param name="warn">Takes a sentence about each line that is no run.</param>
/// <param name="fail">Takes the fault of a history that cannot be read; the others go on.</param>
internal sealed class HistoryOperation(RunHistory history, Action<string> warn, Action<MempalaceException> fail)
{
    /// <summary>The runs of all these schedules, the newest first. They are read as they are asked for.</summary>
    public IEnumerable<MineRun> Read(IEnumerable<string> names, RunFilter filter) =>
        NewestFirst.Merge(names.Select(name => Read(name, filter)));

    private IEnumerable<MineRun> Read(string name, RunFilter filter)
    {
        var runs = NewestFirst.Sort(Readable(history.Read(name, filter.Since, warn)));
        if (filter.Outcomes.Count > 0)
            runs = runs.Where(run => filter.Outcomes.Contains(run.Outcome));
        return filter.Last is { } last ? runs.Take(last) : runs;
    }

    private IEnumerable<MineRun> Readable(IEnumerable<MineRun> runs)
    {
        using var each = runs.GetEnumerator();
        while (true)
        {
            try
            {
                if (!each.MoveNext())
                    yield break;
            }
            catch (MempalaceException fault)
            {
                fail(fault);
                yield break;
            }
            yield return each.Current;
        }
    }
}

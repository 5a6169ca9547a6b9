using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>Which runs of a history are selected.</summary>
/// <param name="Last">The maximum number of runs of each schedule; null for all.</param>
/// <param name="Since">The earliest start; null for all runs.</param>
/// <param name="Outcomes">The outcomes; empty for all.</param>
/// <param name="AllTries">Whether each try of a busy occurrence is a run of its own.</param>
internal sealed record RunFilter(
    int? Last,
    DateTimeOffset? Since,
    IReadOnlyCollection<MineOutcome> Outcomes,
    bool AllTries = true
);

/// <summary>Reads the histories of several schedules as one list.</summary>
/// <param name="history">The histories.</param>
/// <param name="reporter">Receives a warning for each damaged line and an error for each unreadable history.</param>
internal sealed class HistoryReader(RunHistory history, IReporter reporter)
{
    /// <summary>The runs of these schedules, newest first. The histories are read lazily.</summary>
    public IEnumerable<MineRun> Read(IEnumerable<string> names, RunFilter filter) =>
        NewestFirst.Merge(names.Select(name => Read(name, filter)));

    private IEnumerable<MineRun> Read(string name, RunFilter filter)
    {
        var runs = NewestFirst.Sort(UntilError(history.Read(name, filter.Since, reporter.Warning)));
        if (!filter.AllTries)
            runs = BusyTries.Fold(runs);
        if (filter.Outcomes.Count > 0)
            runs = runs.Where(run => filter.Outcomes.Contains(run.Outcome));
        return filter.Last is { } last ? runs.Take(last) : runs;
    }

    private IEnumerable<MineRun> UntilError(IEnumerable<MineRun> runs)
    {
        using var each = runs.GetEnumerator();
        while (true)
        {
            try
            {
                if (!each.MoveNext())
                    yield break;
            }
            catch (MempalaceException error)
            {
                reporter.Error(error);
                yield break;
            }
            yield return each.Current;
        }
    }
}

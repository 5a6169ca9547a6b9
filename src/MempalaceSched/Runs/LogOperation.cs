using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.UseCases;

namespace MempalaceSched.Runs;

/// <summary>Gives the lines of a run's log, and those that are added to it while it goes on.</summary>
internal sealed class LogOperation(Workbench bench, IReadOnlyList<string> names)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>How many beats a run that was asked for may take to leave a trace.</summary>
    private const int Patience = 100;

    /// <summary>How many of the newest runs an error names.</summary>
    private const int Named = 5;

    private string All => string.Join(", ", names.Select(name => $"'{name}'"));

    /// <summary>The lines of one log: of the run with that id; else of the one that goes on, else of the newest that has one.</summary>
    /// <param name="id">The id of the run; null for any.</param>
    /// <param name="tail">How many lines from the end; null for all.</param>
    /// <param name="follow">Whether to go on until a run that goes on has ended.</param>
    /// <param name="cancellation">Ends the following, never the run.</param>
    /// <exception cref="MempalaceException"><c>RunNotFound</c>, <c>LogNotKept</c>, <c>NoLog</c>.</exception>
    public async IAsyncEnumerable<string> ReadAsync(
        string? id,
        int? tail,
        bool follow,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        // Whoever has just asked for a mine may be faster than its launcher.
        var asked = !follow ? null : id ?? names.Select(Request).FirstOrDefault(request => request is not null);
        for (var beats = 0; asked is not null && beats < Patience && !HasTrace(asked); beats++)
            await Task.Delay(Beat, cancellation).ConfigureAwait(false);

        var (name, run, path) = id is null ? Newest() : Of(id);
        var log = tail is { } lines ? LogTail.Of(path, lines) : new LogTail(path);
        while (follow && RunMarker.Read(bench.Paths, name)?.Id == run)
        {
            foreach (var line in log.NewLines())
                yield return line;
            await Task.Delay(Beat, cancellation).ConfigureAwait(false);
        }
        foreach (var line in log.LastLines())
            yield return line;
    }

    private (string Name, string Run, string Path) Newest()
    {
        var running = names
            .Select(name => (Name: name, Marker: RunMarker.Read(bench.Paths, name)))
            .Where(each => each.Marker is not null)
            .OrderByDescending(each => each.Marker!.Started)
            .FirstOrDefault();
        if (running.Marker is { } marker)
            return (running.Name, marker.Id, bench.History.LogPath(running.Name, marker.Id));

        // Names of logs begin with a time, to the second; of two that began in the same one, the later was written to last.
        var newest = names
            .SelectMany(name => Logs(name).Select(log => (Name: name, Log: log)))
            .OrderByDescending(each => Path.GetFileName(each.Log).Split('-')[0], StringComparer.Ordinal)
            .ThenByDescending(each => File.GetLastWriteTimeUtc(each.Log))
            .FirstOrDefault();
        return newest.Log is { } path
            ? (newest.Name, Path.GetFileNameWithoutExtension(path), path)
            : throw Fault.NoLog(All);
    }

    private (string Name, string Run, string Path) Of(string id)
    {
        foreach (var name in names.Where(_ => RunId.IsValid(id)))
        {
            var path = bench.History.LogPath(name, id);
            if (File.Exists(path) || RunMarker.Read(bench.Paths, name)?.Id == id)
                return (name, id, path);
            if (bench.History.Find(name, id) is not { } run)
                continue;
            throw run.LogPath is null
                ? Fault.LogNotKept(
                    id,
                    name,
                    $"it ended before the mine began ({run.Outcome}{(run.Reason.Length > 0 ? ": " + run.Reason : "")})",
                    $"Get-MempalaceMineLog {name} shows the newest that there is."
                )
                : Fault.LogNotKept(
                    id,
                    name,
                    "only the last 20 are kept",
                    $"Get-MempalaceMineLog {name} shows the newest; Get-MempalaceMineHistory {name} has how each run ended."
                );
        }
        throw Fault.RunNotFound(
            id,
            All,
            names
                .Select(name => NewestFirst.Sort(bench.History.Read(name)))
                .SelectMany(runs => runs.Take(Named))
                .OrderByDescending(run => run.Started)
                .Take(Named)
                .Select(run => run.Id)
        );
    }

    private bool HasTrace(string id) =>
        RunId.IsValid(id)
        && names.Any(name =>
            RunMarker.Read(bench.Paths, name)?.Id == id
            || File.Exists(bench.History.LogPath(name, id))
            || bench.History.Find(name, id) is not null
        );

    /// <summary>The id of a run that was asked for and that no launcher has taken on yet.</summary>
    private string? Request(string name) => FileState.Read(Path.Combine(bench.Paths.StateOf(name), "request"))?.Trim();

    private IEnumerable<string> Logs(string name) =>
        Directory.Exists(bench.History.LogFolder(name))
            ? Directory.EnumerateFiles(bench.History.LogFolder(name), "*.log")
            : [];
}

using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>Reads the log of a run, and follows it while the run is in progress.</summary>
/// <param name="paths">Where the files of this user are.</param>
/// <param name="history">The histories.</param>
/// <param name="names">The schedules whose logs are searched.</param>
internal sealed class LogReader(StandardPaths paths, RunHistory history, IReadOnlyList<string> names)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How often to look for a requested run that has not started yet.</summary>
    private const int MaximumPollsForRequest = 100;

    /// <summary>How many of the newest runs an error lists.</summary>
    private const int RunsInError = 5;

    private string AllNames => string.Join(", ", names.Select(name => $"'{name}'"));

    /// <summary>
    /// The lines of one log: of the given run, otherwise of the run in progress, otherwise of the newest run with a
    /// log.
    /// </summary>
    /// <param name="id">The id of the run; null for any.</param>
    /// <param name="tail">The number of lines from the end; null for all.</param>
    /// <param name="follow">Whether to continue until the run has ended.</param>
    /// <param name="cancellation">Ends the reading. The run continues.</param>
    /// <exception cref="MempalaceException"><c>RunNotFound</c>, <c>LogNotKept</c>, <c>NoLog</c>.</exception>
    public async IAsyncEnumerable<string> ReadAsync(
        string? id,
        int? tail,
        bool follow,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (follow)
            await WaitForRequestedRunAsync(id, cancellation).ConfigureAwait(false);
        var (name, run, path) = id is null ? Newest() : Find(id);
        var log = tail is { } lines ? LogTail.FromEnd(path, lines) : new LogTail(path);
        while (follow && RunMarker.Read(paths, name)?.Id == run)
        {
            foreach (var line in log.NewLines())
                yield return line;
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
        foreach (var line in log.LastLines())
            yield return line;
    }

    /// <summary>Waits for a run that was just requested, because its launcher may not have started yet.</summary>
    private async Task WaitForRequestedRunAsync(string? id, CancellationToken cancellation)
    {
        var requested = id ?? names.Select(RequestedId).FirstOrDefault(request => request is not null);
        if (requested is null)
            return;
        for (var polls = 0; polls < MaximumPollsForRequest && !IsKnown(requested); polls++)
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
    }

    private (string Name, string Run, string Path) Newest()
    {
        var running = names
            .Select(name => (Name: name, Marker: RunMarker.Read(paths, name)))
            .Where(each => each.Marker is not null)
            .OrderByDescending(each => each.Marker!.Started)
            .FirstOrDefault();
        if (running.Marker is { } marker)
            return (running.Name, marker.Id, history.LogPath(running.Name, marker.Id));
        // Log names begin with a time in seconds. For two runs in the same second, the time of the last write decides.
        var newest = names
            .SelectMany(name => Logs(name).Select(log => (Name: name, Log: log)))
            .OrderByDescending(each => Path.GetFileName(each.Log).Split('-')[0], StringComparer.Ordinal)
            .ThenByDescending(each => File.GetLastWriteTimeUtc(each.Log))
            .FirstOrDefault();
        return newest.Log is { } path
            ? (newest.Name, Path.GetFileNameWithoutExtension(path), path)
            : throw Error.NoLog(AllNames);
    }

    private (string Name, string Run, string Path) Find(string id)
    {
        foreach (var name in names.Where(_ => RunId.IsValid(id)))
        {
            var path = history.LogPath(name, id);
            if (File.Exists(path) || RunMarker.Read(paths, name)?.Id == id)
                return (name, id, path);
            if (history.Find(name, id) is { } run)
                throw NotKept(name, run);
        }
        var newest = names
            .SelectMany(name => NewestFirst.Sort(history.Read(name)).Take(RunsInError))
            .OrderByDescending(run => run.Started)
            .Take(RunsInError);
        throw Error.RunNotFound(id, AllNames, newest.Select(run => run.Id));
    }

    private static MempalaceException NotKept(string name, MineRun run)
    {
        if (run.LogPath is not null)
            return Error.LogNotKept(
                run.Id,
                name,
                "only the last 20 logs are kept",
                $"To see the newest log, run Get-MempalaceMineLog {name}. "
                    + $"To see how each run ended, run Get-MempalaceMineHistory {name}."
            );
        var reason = run.Reason.Length > 0 ? $"{run.Outcome}: {run.Reason}" : $"{run.Outcome}";
        return Error.LogNotKept(
            run.Id,
            name,
            $"the run ended before the command started ({reason})",
            $"To see the newest log, run Get-MempalaceMineLog {name}."
        );
    }

    private bool IsKnown(string id) =>
        RunId.IsValid(id)
        && names.Any(name =>
            RunMarker.Read(paths, name)?.Id == id
            || File.Exists(history.LogPath(name, id))
            || history.Find(name, id) is not null
        );

    /// <summary>The id of a run that was requested and that no launcher has taken over yet.</summary>
    private string? RequestedId(string name) => FileState.Read(Path.Combine(paths.StateOf(name), "request"))?.Trim();

    private IEnumerable<string> Logs(string name)
    {
        var folder = history.LogFolder(name);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.log") : [];
    }
}

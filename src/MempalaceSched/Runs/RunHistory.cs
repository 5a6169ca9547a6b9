using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>
/// Reads the histories of schedules. A launcher appends one line to the history when a run ends. The file is read
/// backwards, so the cost depends on how many runs are requested and not on the size of the file.
/// </summary>
internal sealed class RunHistory(StandardPaths paths)
{
    /// <summary>
    /// Reading stops after this many runs in a row that ended before the requested time. One such run is not enough,
    /// because the clock may have been wrong for a while.
    /// </summary>
    private const int OlderRunsBeforeStop = 100;

    /// <summary>
    /// The maximum difference between the start of a run and the time in its ID. The launcher reads the clock for each
    /// of them, and the clock can be set in between.
    /// </summary>
    private static readonly TimeSpan MaxIdOffset = TimeSpan.FromHours(1);

    /// <summary>The folder of the logs of a schedule.</summary>
    public string LogFolder(string name) => Path.Combine(paths.StateOf(name), "logs");

    /// <summary>The path of the log of a run, whether or not the log exists.</summary>
    public string LogPath(string name, string id) => Path.Combine(LogFolder(name), id + ".log");

    /// <summary>
    /// The sorted names of the installed schedules, and of removed schedules whose history still exists.
    /// </summary>
    public IReadOnlyList<string> NamesWith(IEnumerable<string> installed)
    {
        var withHistory = Directory.Exists(paths.State)
            ? Directory
                .EnumerateDirectories(paths.State)
                .Select(Path.GetFileName)
                .OfType<string>()
                .Where(ScheduleName.IsValid)
            : [];
        return [.. installed.Union(withHistory, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The run that ended last; null if there is none.</summary>
    public MineRun? Last(string name) => Read(name).FirstOrDefault();

    /// <summary>The run with an ID; null if the history does not contain it, or does not contain it yet.</summary>
    public MineRun? Find(string name, string id) =>
        Read(name, RunId.TimeOf(id) - MaxIdOffset).FirstOrDefault(run => run.Id == id);

    /// <summary>The runs of a schedule; the one that ended last is the first. The history is read lazily.</summary>
    /// <param name="name">The name of the schedule.</param>
    /// <param name="since">Only runs that started at this time or later; null for all runs.</param>
    /// <param name="warn">Receives a message about each line that is ignored because it is damaged.</param>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public IEnumerable<MineRun> Read(string name, DateTimeOffset? since = null, Action<string>? warn = null)
    {
        var olderRuns = 0;
        foreach (var run in Lines(name, warn))
        {
            // A run that was written before this one cannot have started after this one ended.
            if (run.Ended < since && ++olderRuns >= OlderRunsBeforeStop)
                yield break;
            if (run.Ended >= since)
                olderRuns = 0;
            if (since is null || run.Started >= since)
                yield return run;
        }
    }

    private IEnumerable<MineRun> Lines(string name, Action<string>? warn)
    {
        var path = Path.Combine(paths.StateOf(name), "history.jsonl");
        var logs = LogFolder(name);
        using var file = Open(path);
        if (file is null)
            yield break;
        long? lines = null; // the number of lines, which is counted once and only if there is a damaged line
        var read = 0L;
        using var each = LinesFromEnd.Read(file).GetEnumerator();
        while (ReadOrFail(path, each.MoveNext))
        {
            var line = each.Current;
            read++;
            if (!line.IsTooLong && line.Bytes.Span.Trim(" \t\r"u8).IsEmpty)
                continue;
            if (!line.IsTooLong && HistoryLine.Read(line.Bytes.Span, name, logs) is { } run)
            {
                yield return run;
            }
            else if (warn is not null)
            {
                lines ??= ReadOrFail(path, () => LineFeedsBefore(path, line.Start)) + read;
                warn(
                    $"Line {lines - read + 1} of '{path}' is damaged and was ignored. "
                        + "To stop this warning, delete the line."
                );
            }
        }
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return ReadOrFail(
                path,
                () =>
                    new FileStream(
                        path,
                        FileMode.Open,
                        FileAccess.Read,
                        FileShare.ReadWrite | FileShare.Delete,
                        bufferSize: 0
                    )
            );
        }
        catch (MempalaceException e) when (e.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static long LineFeedsBefore(string path, long end)
    {
        using var file = Open(path);
        var block = new byte[64 * 1024];
        var feeds = 0L;
        for (
            int count;
            end > 0 && (count = file?.Read(block, 0, (int)Math.Min(block.Length, end)) ?? 0) > 0;
            end -= count
        )
            feeds += block.AsSpan(0, count).Count((byte)'\n');
        return feeds;
    }

    private static T ReadOrFail<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed("Reading", path, e);
        }
    }
}

using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>Reads what launchers have written about their runs: one line each, appended when the run ends.</summary>
internal sealed class RunHistory(StandardPaths paths)
{
    /// <summary>How many runs in a row must have ended too early before the rest is not looked at: a clock may have been wrong for a while.</summary>
    private const int Enough = 100;

    /// <summary>How much earlier a run may seem to have begun than its id says: the launcher takes both from the clock, one after the other.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    /// <summary>The folder of a schedule's logs.</summary>
    public string LogFolder(string name) => Path.Combine(paths.StateOf(name), "logs");

    /// <summary>The log of a run, whether or not it is there.</summary>
    public string LogPath(string name, string id) => Path.Combine(LogFolder(name), id + ".log");

    /// <summary>These names, and those of schedules that were removed and have left a history; in order.</summary>
    public IReadOnlyList<string> NamesWith(IEnumerable<string> installed)
    {
        var left = Directory.Exists(paths.State)
            ? Directory
                .EnumerateDirectories(paths.State)
                .Select(Path.GetFileName)
                .OfType<string>()
                .Where(ScheduleName.IsValid)
            : [];
        return [.. installed.Union(left, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The run that ended last, null when there was none.</summary>
    public MineRun? Last(string name) => Read(name).FirstOrDefault();

    /// <summary>A run by its id, null when it is not (yet) there.</summary>
    public MineRun? Find(string name, string id) =>
        Read(name, RunId.TimeOf(id) - ClockSlack).FirstOrDefault(run => run.Id == id);

    /// <summary>The runs of a schedule, the one that ended last first. They are read as they are asked for.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="since">Only those that have begun since then.</param>
    /// <param name="warn">Takes a sentence about each line that is none of ours, and is passed over.</param>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public IEnumerable<MineRun> Read(string name, DateTimeOffset? since = null, Action<string>? warn = null)
    {
        var early = 0;
        foreach (var run in Lines(name, warn))
        {
            // Nothing that was written before it can have begun after it ended.
            if (run.Ended < since && ++early >= Enough)
                yield break;
            if (run.Ended >= since)
                early = 0;
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
        long? lines = null; // how many there are; counted when somebody has to be told a number
        var read = 0L;
        using var each = LinesFromEnd.Read(file).GetEnumerator();
        while (Reading(path, each.MoveNext))
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
                lines ??= Reading(path, () => FeedsBefore(path, line.Start)) + read;
                warn($"Line {lines - read + 1} of '{path}' is torn, or is none of a launcher's; it is passed over.");
            }
        }
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return Reading(
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

    private static long FeedsBefore(string path, long end)
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

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault.FileFailed("Reading", path, e);
        }
    }
}

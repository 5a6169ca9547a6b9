using System.Text.Json;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Mining;

/// <summary>Reads what launchers have written about their runs: one JSON line each, the newest last.</summary>
internal sealed class RunHistory(StandardPaths paths)
{
    /// <summary>More than any single line takes.</summary>
    private const int Window = 64 * 1024;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The folder of a schedule's logs.</summary>
    public string LogFolder(string name) => Path.Combine(paths.StateOf(name), "logs");

    /// <summary>The newest run, null when there was none.</summary>
    public MineRun? Last(string name) => Newest(name).FirstOrDefault();

    /// <summary>One of the newest runs by its id, null when it is not (yet) there.</summary>
    public MineRun? Find(string name, string id) => Newest(name).FirstOrDefault(run => run.Id == id);

    /// <summary>The newest runs, the newest first, as far as the end of the file shows them. Lines that are none are passed over.</summary>
    private IEnumerable<MineRun> Newest(string name) =>
        Enumerable.Reverse(Tail(Path.Combine(paths.StateOf(name), "history.jsonl"))).Select(line => Read(name, line)).OfType<MineRun>();

    private static string[] Tail(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var start = Math.Max(0, file.Length - Window);
            file.Seek(start, SeekOrigin.Begin);
            using var reader = new StreamReader(file);
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return start > 0 ? [.. lines.Skip(1)] : lines; // the first of them is most likely the end of one
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault.FileFailed("Reading", path, e);
        }
    }

    private MineRun? Read(string name, string line)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(line, Options);
            if (entry is not { Id.Length: > 0, Started: { } started }) return null;
            if (!Enum.TryParse<MineOutcome>(entry.Outcome, out var outcome) || outcome.ToString() != entry.Outcome) return null;
            return new MineRun
            {
                Name = name,
                Id = entry.Id,
                Outcome = outcome,
                Reason = entry.Reason ?? "",
                ExitCode = entry.ExitCode,
                Started = started.ToLocalTime(),
                Ended = entry.Ended?.ToLocalTime(),
                Duration = entry.Duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Processed = entry.FilesProcessed,
                Skipped = entry.FilesSkipped,
                Filed = entry.DrawersFiled,
                Trigger = entry.Trigger ?? "",
                LogPath = entry.Log is { } log ? Path.Combine(LogFolder(name), Path.GetFileName(log)) : null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A line as the launcher writes it.</summary>
    private sealed record Entry(
        string? Id, string? Trigger, DateTimeOffset? Started, DateTimeOffset? Ended, int? Duration, int? ExitCode, string? Outcome, string? Reason,
        int? FilesProcessed, int? FilesSkipped, int? DrawersFiled, string? Log);
}

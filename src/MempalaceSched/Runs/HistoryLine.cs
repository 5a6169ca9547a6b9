using System.Text.Json;
using MempalaceSched.Import;

namespace MempalaceSched.Runs;

/// <summary>A line of history, as the launcher writes it: one JSON object.</summary>
internal static class HistoryLine
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The newest version of the format that is understood. Lines of MempalaceSched 0.1 have none; see docs/history.md.</summary>
    public const int Version = 1;

    /// <summary>The run that a line tells of; null when it is torn, or not a line of ours.</summary>
    /// <param name="line">The line, in UTF-8.</param>
    /// <param name="name">The schedule.</param>
    /// <param name="logs">The folder of its logs.</param>
    public static MineRun? Read(ReadOnlySpan<byte> line, string name, string logs)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(line, Options);
            if (entry is not { Id.Length: > 0, Started: { } started, Version: null or <= Version })
                return null;
            if (!Enum.TryParse<MineOutcome>(entry.Outcome, out var outcome) || outcome.ToString() != entry.Outcome)
                return null;
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
                LogPath = entry.Log is { } log ? Path.Combine(logs, Path.GetFileName(log)) : null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the second: bytes that are no UTF-8
        {
            return null;
        }
    }

    /// <summary>What is in a line.</summary>
    private sealed record Entry(
        int? Version,
        string? Id,
        string? Trigger,
        DateTimeOffset? Started,
        DateTimeOffset? Ended,
        int? Duration,
        int? ExitCode,
        string? Outcome,
        string? Reason,
        int? FilesProcessed,
        int? FilesSkipped,
        int? DrawersFiled,
        string? Log
    );
}

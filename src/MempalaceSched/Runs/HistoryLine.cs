using System.Text.Json;

namespace MempalaceSched.Runs;

/// <summary>
/// Reads a line of a history, which is one JSON object that the launcher writes. Source: docs/history.md.
/// </summary>
/// <remarks>
/// Fields are identified by their names, never by their positions. Unknown fields are ignored, and every field except
/// <c>id</c>, <c>started</c> and <c>outcome</c> is optional, including <c>version</c>. Lines without a version are from
/// launchers before version 1, and their fields have the same meaning.
/// </remarks>
internal static class HistoryLine
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>
    /// The newest version of the format that is understood. Lines of MempalaceSched 0.1 have none. See docs/history.md.
    /// </summary>
    public const int Version = 1;

    /// <summary>The run that a line describes; null if the line is incomplete or has another format.</summary>
    /// <param name="line">The line in UTF-8, without its line feed.</param>
    /// <param name="name">The name of the schedule.</param>
    /// <param name="logs">The folder of the logs of the schedule.</param>
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
                Occurrence = entry.Occurrence,
                LogPath = entry.Log is { } log ? Path.Combine(logs, Path.GetFileName(log)) : null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The JSON is invalid, or a string is not valid UTF-8 (InvalidOperationException).
            return null;
        }
    }

    /// <summary>The fields of a line. Durations are in seconds.</summary>
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
        string? Occurrence,
        string? Log
    );
}

using System.Diagnostics;
using System.Text.Json;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>The run in progress, as its launcher has written it to a file.</summary>
/// <param name="Id">The ID of the run.</param>
/// <param name="Started">When the run started.</param>
/// <param name="Pid">The process ID of the launcher.</param>
internal sealed record RunMarker(string Id, DateTimeOffset Started, int Pid)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>
    /// The marker of a schedule; null if no run is in progress, or if the launcher that wrote the marker has exited.
    /// </summary>
    public static RunMarker? Read(StandardPaths paths, string name)
    {
        try
        {
            var marker = JsonSerializer.Deserialize<RunMarker>(
                File.ReadAllText(Path.Combine(paths.StateOf(name), "running")),
                Options
            );
            return marker is { Id.Length: > 0 } && IsAlive(marker) ? marker : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the process of the launcher still exists. A process that is younger than the marker only reuses the ID.
    /// </summary>
    private static bool IsAlive(RunMarker marker)
    {
        try
        {
            using var process = Process.GetProcessById(marker.Pid);
            return process.StartTime.ToUniversalTime() <= marker.Started.UtcDateTime.AddSeconds(5);
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

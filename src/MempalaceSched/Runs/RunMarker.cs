using System.Diagnostics;
using System.Text.Json;
using MempalaceSched.Import;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>The run that goes on, as its launcher has marked it.</summary>
/// <param name="Id">The id of the run.</param>
/// <param name="Started">When it began.</param>
/// <param name="Pid">The process id of its launcher.</param>
internal sealed record RunMarker(string Id, DateTimeOffset Started, int Pid)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The marker of a schedule; null when nothing runs, or when the one who left it is gone.</summary>
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

    /// <summary>Whether that process lives and is not a later one with the same number.</summary>
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

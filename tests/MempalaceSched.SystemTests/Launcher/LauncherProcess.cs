using System.Diagnostics;
using System.Text.Json;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>The exit code and the output of a launcher.</summary>
public sealed record LauncherResult(int ExitCode, string Output, string Error);

/// <summary>A running launcher.</summary>
public sealed class LauncherProcess
{
    private readonly Process process;
    private readonly Func<string> left;
    private readonly Task<string> output;
    private readonly Task<string> error;

    /// <param name="process">The process of the launcher.</param>
    /// <param name="left">Describes the processes that are left, for a message.</param>
    public LauncherProcess(Process process, Func<string> left)
    {
        (this.process, this.left) = (process, left);
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    public int Pid => process.Id;

    public bool HasExited => process.HasExited;

    public void Signal(string signal) => BedProcesses.Signal(signal, Pid);

    /// <summary>Waits until the launcher ends and its stdout and stderr are closed.</summary>
    public LauncherResult Result()
    {
        LauncherBed.Wait(() => process.HasExited, () => $"The launcher does not end: {left()}.");
        LauncherBed.Wait(
            () => output.IsCompleted && error.IsCompleted,
            () => $"Something holds the output of the launcher: {left()}."
        );
        return new LauncherResult(process.ExitCode, output.Result, error.Result);
    }
}

/// <summary>A line of the history.</summary>
public sealed class HistoryLine(JsonElement json)
{
    /// <summary>The version of the format, or null for a line of version 0.1.</summary>
    public int? Version => Number("version");

    public string Id => json.GetProperty("id").GetString()!;

    public string Trigger => json.GetProperty("trigger").GetString()!;

    public string Outcome => json.GetProperty("outcome").GetString()!;

    public string Reason => json.GetProperty("reason").GetString()!;

    public int? ExitCode => Number("exitCode");

    public int? Duration => Number("duration");

    public int? Processed => Number("filesProcessed");

    public int? Skipped => Number("filesSkipped");

    public int? Filed => Number("drawersFiled");

    /// <summary>The occurrence of a busy run.</summary>
    public string? Occurrence => json.TryGetProperty("occurrence", out var value) ? value.GetString() : null;

    /// <summary>How many occurrences in a row were busy.</summary>
    public int? BusyOccurrences => Number("busyOccurrences");

    public string? Log => json.TryGetProperty("log", out var log) ? log.GetString() : null;

    public DateTimeOffset Started => json.GetProperty("started").GetDateTimeOffset();

    public override string ToString() => json.GetRawText();

    private int? Number(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}

using System.Diagnostics;

namespace MempalaceSched.SystemTests.Embedded;

/// <summary>A PowerShell process that runs Start-MempalaceScheduler.</summary>
internal sealed class SchedulerProcess : IDisposable
{
    private readonly Process process;
    private readonly List<string> lines = [],
        errors = [];
    private readonly Thread[] readers;

    public SchedulerProcess(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        // Uses its own threads. The thread pool grows too slowly on a busy machine when many of these run at once.
        readers = [Read(process.StandardOutput, lines), Read(process.StandardError, errors)];
    }

    public int Pid => process.Id;

    public string[] Lines => Copy(lines);

    private string Output => $"{string.Join('\n', Lines)}\n{string.Join('\n', Copy(errors))}";

    /// <summary>Waits for a line that contains a text.</summary>
    public string WaitFor(string text, int seconds = 60)
    {
        Waiting.Until(() => Find() is not null || process.HasExited, $"'{text}' in {Output}", seconds);
        if (process.HasExited)
            Join();
        return Find() ?? throw new InvalidOperationException($"It ended without '{text}': {Output}");

        string? Find() => Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {Pid}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end of the process.</summary>
    public int WaitForExit(int seconds = 60)
    {
        Waiting.Until(() => process.HasExited, $"the process ends: {Output}", seconds);
        Join();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private void Join()
    {
        foreach (var reader in readers)
            reader.Join();
    }

    private static string[] Copy(List<string> from)
    {
        lock (from)
            return [.. from];
    }

    private static Thread Read(StreamReader from, List<string> to)
    {
        var thread = new Thread(() =>
        {
            while (from.ReadLine() is { } line)
                lock (to)
                    to.Add(line);
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return thread;
    }
}

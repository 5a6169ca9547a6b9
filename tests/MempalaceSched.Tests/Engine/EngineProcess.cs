using System.Diagnostics;
using System.Text.Json;
using MempalaceSched.Tests.Support;

[assembly: AssemblyFixture(typeof(MempalaceSched.Tests.Engine.EngineProcess))]

namespace MempalaceSched.Tests.Engine;

/// <summary>The PowerShell engine in a process of its own; one for all tests, since the module is loaded only once in each.</summary>
public sealed class EngineProcess : IDisposable
{
    private readonly Lock oneAtATime = new();
    private Process? process;

    public EngineResponse Run(EngineRequest request)
    {
        lock (oneAtATime)
        {
            process ??= Start();
            process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
            var line =
                process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException($"The engine has ended: {process.StandardError.ReadToEnd()}");
            return JsonSerializer.Deserialize<EngineResponse>(line)!;
        }
    }

    public void Dispose()
    {
        if (process is null)
            return;
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static Process Start() =>
        Process.Start(
            new ProcessStartInfo(Path.Combine(Repository.Root, "out", "engine", "EngineRunner"))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}

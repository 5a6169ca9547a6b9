using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.PowerShell;

/// <summary>
/// A PowerShell process that runs commands one after another, each with its own environment variables. PowerShell takes
/// most of a second to start, so the tests share these processes. Each process handles one call at a time.
/// </summary>
internal sealed class PowerShellServer
{
    private const string AnswerMark = "answer: ";
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(240);
    private static readonly ConcurrentBag<PowerShellServer> Idle = [];
    private static readonly string Home = Directory.CreateTempSubdirectory("mempalace-sched-pwsh-").FullName;

    private readonly Process process;

    static PowerShellServer() =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Home, recursive: true);

    private PowerShellServer(string timeZone)
    {
        TimeZone = timeZone;
        var start = new ProcessStartInfo(
            PowerShellProgram.Path,
            ["-NoProfile", "-NonInteractive", "-File", Path.Combine(Repository.Root, PowerShellProgram.CallScript)]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (var (name, value) in PowerShellProgram.Variables)
            start.Environment[name] = value;
        // Keep the files that PowerShell writes at startup out of the home folder of a test.
        start.Environment["HOME"] = Home;
        // .NET reads the time zone only once per process.
        start.Environment["TZ"] = timeZone;
        process = Process.Start(start)!;
    }

    private string TimeZone { get; }

    /// <summary>Runs a command in a process that no other test is using.</summary>
    /// <param name="words">A command and its arguments, or script text.</param>
    /// <param name="variables">All environment variables of the command.</param>
    public static ProgramRun Call(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> variables)
    {
        var timeZone = variables.GetValueOrDefault("TZ", "UTC");
        if (!Idle.TryTake(out var server) || server.TimeZone != timeZone)
            server = new PowerShellServer(timeZone);
        var run = server.Send(words, variables);
        Idle.Add(server);
        return run;
    }

    private ProgramRun Send(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> variables)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new { Words = words, Variables = variables }));
        process.StandardInput.Flush();
        var printed = new StringBuilder();
        while (true)
        {
            var read = process.StandardOutput.ReadLineAsync();
            if (!read.Wait(TimeLimit) || read.Result is not { } line)
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"'{string.Join(' ', words)}' has not ended within {TimeLimit}, or has ended PowerShell.");
                throw new InvalidOperationException();
            }
            if (!line.StartsWith(AnswerMark, StringComparison.Ordinal))
            {
                printed.Append(line).Append('\n');
                continue;
            }
            using var answer = JsonDocument.Parse(line[AnswerMark.Length..]);
            return new ProgramRun(
                answer.RootElement.GetProperty("Code").GetInt32(),
                answer.RootElement.GetProperty("Output").GetRawText(),
                printed + answer.RootElement.GetProperty("Messages").GetString()
            );
        }
    }
}

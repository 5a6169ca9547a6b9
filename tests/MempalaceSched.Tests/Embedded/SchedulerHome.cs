using System.Diagnostics;
using MempalaceSched.Tests.Host;
using Xunit;

namespace MempalaceSched.Tests.Embedded;

/// <summary>A throw-away HOME, and the program as it is laid out by the build, with the real module and real launchers.</summary>
internal sealed class SchedulerHome : IDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly List<SchedulerProcess> started = [];

    public SchedulerHome()
    {
        // Says when it begins, waits while the file "hold" is there, and ends in good order on TERM.
        Mine = home.Write(
            "mine",
            """
            #!/bin/sh
            cd "$HOME" || exit 9
            trap 'echo term >>trace; exit 5' TERM
            echo begin >>trace
            while [ -e hold ]; do sleep 0.1; done
            echo end >>trace
            echo 'Drawers filed: 7'
            """
        );
        File.SetUnixFileMode(Mine, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Mine { get; }

    public string this[string name] => Path.Combine(home.Path, name);

    public string Definition(string name) => this[$".config/mempalace-sched/{name}.json"];

    public string State(string name) => this[$".local/state/mempalace-sched/{name}"];

    /// <summary>What the mines have said.</summary>
    public string[] Trace => File.Exists(this["trace"]) ? File.ReadAllLines(this["trace"]) : [];

    public string[] History(string name) =>
        File.Exists(Path.Combine(State(name), "history.jsonl"))
            ? File.ReadAllLines(Path.Combine(State(name), "history.jsonl"))
            : [];

    public Dictionary<string, string?> Environment(params (string Name, string? Value)[] more)
    {
        var variables = new Dictionary<string, string?>
        {
            ["HOME"] = home.Path,
            ["MEMPALACE_SCHED_MODULE"] = Path.Combine(HostProgram.Root, "out/MempalaceSched/MempalaceSched.psd1"),
            ["XDG_CONFIG_HOME"] = null,
            ["XDG_DATA_HOME"] = null,
            ["XDG_STATE_HOME"] = null,
            ["XDG_CACHE_HOME"] = null,
            ["SUDO_UID"] = null,
            ["TZ"] = null,
        };
        foreach (var (name, value) in more)
            variables[name] = value;
        return variables;
    }

    public HostRun Run(params string[] arguments) => HostProgram.Run(arguments, "", Environment());

    /// <summary>Installs a schedule whose occurrences are in the past already.</summary>
    public void InstallDue(string name, string at = "daily", params string[] more)
    {
        Install(name, at, more);
        File.SetLastWriteTimeUtc(Definition(name), DateTime.UtcNow.AddDays(-400));
    }

    public void Install(string name, string at, params string[] more)
    {
        var run = Run([
            "Install-MempalaceSchedule",
            "Custom",
            "-Name",
            name,
            "-Command",
            Mine,
            "-Scheduler",
            "Embedded",
            "-At",
            at,
            "-RandomDelay",
            "0",
            .. more,
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    public SchedulerProcess Start(params string[] more)
    {
        var process = new SchedulerProcess(
            ["Start-MempalaceScheduler", .. more],
            Environment(("MEMPALACE_SCHED_GRACE", "20"))
        );
        started.Add(process);
        return process;
    }

    /// <summary>Waits until something is so.</summary>
    public static void Until(Func<bool> so, string what, int seconds = 40)
    {
        var patience = Stopwatch.StartNew();
        while (!so())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(seconds), $"not within {seconds} s: {what}");
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        File.Delete(this["hold"]);
        foreach (var process in started)
            process.Dispose();
        for (var tries = 0; ; tries++)
        {
            try
            {
                home.Dispose();
                return;
            }
            catch (IOException) when (tries < 50)
            {
                Thread.Sleep(100); // a launcher is just writing its last
            }
        }
    }
}

/// <summary>A scheduler as a process.</summary>
internal sealed class SchedulerProcess : IDisposable
{
    private readonly Process process;
    private readonly List<string> lines = [],
        errors = [];
    private readonly Thread[] readers;

    public SchedulerProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        ProcessStartInfo start = new(HostProgram.Path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        process = Process.Start(start)!;
        // Threads of their own: the pool has too few for many processes at a time, and adds none while the machine is busy.
        readers = [Read(process.StandardOutput, lines), Read(process.StandardError, errors)];
    }

    public int Pid => process.Id;

    public string[] Lines => Copy(lines);

    private string Said => $"{string.Join('\n', Lines)}\n{string.Join('\n', Copy(errors))}";

    /// <summary>Waits for a line with this in it.</summary>
    public string Says(string text, int seconds = 40)
    {
        SchedulerHome.Until(
            () => Lines.Any(line => line.Contains(text, StringComparison.Ordinal)) || process.HasExited,
            $"'{text}' in {Said}",
            seconds
        );
        return Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"It ended without '{text}': {Said}");
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {Pid}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public int ExitCode(int seconds = 40)
    {
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(seconds)), $"It goes on after {seconds} s: {Said}");
        foreach (var reader in readers)
            reader.Join();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
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

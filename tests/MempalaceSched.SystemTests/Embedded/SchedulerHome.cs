using System.Diagnostics;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Embedded;

/// <summary>A temporary home folder in which PowerShell runs the module with the embedded scheduler.</summary>
internal sealed class SchedulerHome : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly TempFolder home = new();
    private readonly List<SchedulerProcess> started = [];

    public SchedulerHome() =>
        // Reports its start and end, waits while the file "hold" exists, and exits cleanly on TERM.
        Job = home.Program(
            "job",
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

    /// <summary>The path of pwsh. The process is PowerShell itself, so signals reach it.</summary>
    public static string PowerShell
    {
        get
        {
            var path = Path.Combine(Repository.Root, "out/pwsh/pwsh");
            Requires.That(File.Exists(path), $"'{path}' does not exist: build the whole solution.");
            return path;
        }
    }

    public string Job { get; }

    public string this[string name] => home[name];

    /// <summary>The lines that the runs wrote to the file "trace".</summary>
    public string[] Trace => File.Exists(home["trace"]) ? File.ReadAllLines(home["trace"]) : [];

    public string Definition(string name) => home[$".config/mempalace-sched/{name}.json"];

    public string State(string name) => home[$".local/state/mempalace-sched/{name}"];

    public string[] History(string name)
    {
        var path = Path.Combine(State(name), "history.jsonl");
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    public void Hold() => home.Write("hold", "");

    public void Release() => File.Delete(home["hold"]);

    /// <summary>Starts a program with the environment of this home folder.</summary>
    public ProcessStartInfo StartInfo(
        string program,
        IEnumerable<string> arguments,
        params (string Name, string? Value)[] more
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (string, string?)[] variables =
        [
            ("HOME", home.Path),
            ("PATH", $"{Path.GetDirectoryName(PowerShell)}:/usr/local/bin:/usr/bin:/bin"),
            ("PSModulePath", Path.Combine(Repository.Root, "out")),
            ("PSModuleAnalysisCachePath", home["analysis-cache"]),
            ("POWERSHELL_TELEMETRY_OPTOUT", "1"),
            ("XDG_CONFIG_HOME", null),
            ("XDG_DATA_HOME", null),
            ("XDG_STATE_HOME", null),
            ("XDG_CACHE_HOME", null),
            ("SUDO_UID", null),
            ("TZ", null),
            .. more,
        ];
        foreach (var (name, value) in variables)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        return start;
    }

    /// <summary>Runs a script in a new PowerShell process, and waits for its end.</summary>
    public PowerShellRun Run(string script, params (string Name, string? Value)[] more)
    {
        using var process = Process.Start(StartInfo(PowerShell, Arguments(script), more))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        Assert.True(process.WaitForExit(Timeout), $"'{script}' did not end within {Timeout}.");
        return new PowerShellRun(process.ExitCode, output.Result.Trim(), error.Result);
    }

    public void Install(string name, string at = "daily") => InstallAll((name, at));

    /// <summary>Installs schedules in one process.</summary>
    public void InstallAll(params (string Name, string At)[] schedules)
    {
        var run = Run(
            string.Join(
                "; ",
                schedules.Select(schedule =>
                    $"$null = Install-MempalaceSchedule Custom -Name {schedule.Name} -Command '{Job}' -Scheduler Embedded"
                    + $" -At '{schedule.At}' -RandomDelay 0 -WarningAction Ignore"
                )
            )
        );
        Assert.True(run is { ExitCode: 0, Error: "" }, run.Error);
    }

    /// <summary>Sets the time of the definition to the past, so that occurrences have been missed.</summary>
    public void MakeDue(string name) => File.SetLastWriteTimeUtc(Definition(name), DateTime.UtcNow.AddDays(-400));

    public void InstallDue(string name)
    {
        Install(name);
        MakeDue(name);
    }

    /// <summary>Starts the scheduler.</summary>
    public SchedulerProcess Start(string arguments = "")
    {
        string[] command = [PowerShell, .. Arguments($"Start-MempalaceScheduler {arguments}")];
        // A background job of a script ignores SIGINT, and its child processes inherit that.
        if (OperatingSystem.IsLinux())
            command = ["/usr/bin/env", "--default-signal=INT", .. command];
        var process = new SchedulerProcess(StartInfo(command[0], command[1..], ("MEMPALACE_SCHED_GRACE", "20")));
        started.Add(process);
        return process;
    }

    public void Dispose()
    {
        Release();
        foreach (var process in started)
            process.Dispose();
        // A launcher may still write its last line.
        Waiting.Until(
            () =>
            {
                try
                {
                    home.Dispose();
                    return true;
                }
                catch (IOException)
                {
                    return false;
                }
            },
            "the home folder can be deleted"
        );
    }

    private static string[] Arguments(string script) => ["-NoProfile", "-NonInteractive", "-Command", script];
}

/// <summary>The exit code and the output of a PowerShell process.</summary>
internal sealed record PowerShellRun(int ExitCode, string Output, string Error);

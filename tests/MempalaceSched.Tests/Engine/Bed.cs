using System.Globalization;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Engine;

/// <summary>A home of its own with a stand-in for systemctl on PATH, and the engine to run cmdlets in it.</summary>
public sealed class Bed : IDisposable
{
    private readonly EngineProcess engine;
    private readonly TempFolder runtime = new();
    private readonly ManagerSocket manager;

    public Bed(EngineProcess engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the stand-ins are for Linux");
        this.engine = engine;
        Home = new TempFolder();
        manager = new ManagerSocket(runtime.Path);
        Home.Write("data/opencode/opencode.db", "one\ntwo\n");
        Home.Program(
            "bin/mempalace-session",
            File.ReadAllText(Path.Combine(Repository.Root, "examples", "mempalace-session"))
        );
        foreach (var program in new[] { "mempalace", "mempalace-pi-session" })
            Home.Program($"bin/{program}");
        foreach (var program in new[] { "systemctl", "loginctl" })
            Home.Program(
                $"bin/{program}",
                File.ReadAllText(Path.Combine(Repository.Root, "tests", "beds", $"{program}-standin.sh"))
            );
        // The crontab of whoever runs the tests is none of their business.
        Home.Program(
            "bin/crontab",
            "#!/bin/sh\necho \"$*\" >>\"$STANDIN/crontab-calls\"\n[ \"$1\" = -l ] && [ -s \"$STANDIN/crontab\" ] && exec cat \"$STANDIN/crontab\"\necho 'no crontab for robin' >&2\nexit 1\n"
        );
        Directory.CreateDirectory(Home["standin"]);
    }

    /// <summary>The health of a schedule under the stand-in with which nothing is the matter. Whether its user lingers is the machine's.</summary>
    public static string Well { get; } =
        File.Exists($"/var/lib/systemd/linger/{System.Environment.UserName}") ? "Healthy" : "LingerOff";

    public TempFolder Home { get; }

    /// <summary>What the stand-ins were called with, one line each.</summary>
    public string[] Calls => File.Exists(Home["standin/calls"]) ? File.ReadAllLines(Home["standin/calls"]) : [];

    public string[] Changes => [.. Calls.Where(call => !call.Contains(" show ", StringComparison.Ordinal))];

    /// <summary>All files with their modes and hashes, but for locks, the folders of those, and what the stand-ins keep.</summary>
    public string Listing() =>
        string.Join(
            '\n',
            Home.Listing()
                .Split('\n')
                .Where(line =>
                    !line.StartsWith("standin", StringComparison.Ordinal)
                    && !line.StartsWith("state/mempalace-sched/locks", StringComparison.Ordinal)
                    && line is not ("state: folder 755" or "state/mempalace-sched: folder 755")
                )
        );

    /// <summary>A line of sh that waits until the test says so, or has ended: nothing may go on without its bed.</summary>
    public string UntilToldToGoOn => $"until [ -e '{Home["go-on"]}' ] || [ ! -d '{Home.Path}' ]; do sleep 0.1; done";

    /// <summary>Has all go on that waits.</summary>
    public void GoOn() => Home.Write("go-on", "");

    public Dictionary<string, string> Environment =>
        new()
        {
            ["HOME"] = Home.Path,
            ["PATH"] = $"{Home["bin"]}:/usr/bin:/bin",
            ["XDG_CONFIG_HOME"] = Home["config"],
            ["XDG_DATA_HOME"] = Home["data"],
            ["XDG_STATE_HOME"] = Home["state"],
            ["XDG_CACHE_HOME"] = Home["cache"],
            ["XDG_RUNTIME_DIR"] = runtime.Path,
            ["STANDIN"] = Home["standin"],
            ["TZ"] = "UTC",
            ["PSModuleAnalysisCachePath"] = "/dev/null",
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        };

    public EngineResponse Run(
        string script,
        int[]? answers = null,
        string? stopOnceThereIs = null,
        Dictionary<string, string>? environment = null
    ) =>
        engine.Run(
            new EngineRequest
            {
                Script = $"$null = $ExecutionContext.SessionState.Path.SetLocation('{Home.Path}')\n{script}",
                Environment = environment ?? Environment,
                Module = Path.Combine(Repository.Module, "MempalaceSched.psd1"),
                Answers = answers ?? [],
                StopOnceThereIs = stopOnceThereIs,
            }
        );

    /// <summary>Runs what must work without an error.</summary>
    public EngineResponse Works(string script)
    {
        var response = Run(script);
        Assert.True(
            response.Ended is null && response.Errors.Count == 0,
            string.Create(CultureInfo.InvariantCulture, $"{response.Ended} {string.Join("; ", response.Errors)}")
        );
        return response;
    }

    public void Dispose()
    {
        manager.Dispose();
        runtime.Dispose();
        Home.Dispose();
    }
}

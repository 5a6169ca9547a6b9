using System.Diagnostics;
using MempalaceSched.SystemTests.Launcher;
using Xunit;

namespace MempalaceSched.SystemTests.Containers;

/// <summary>
/// A real, private container engine without network, shared by all tests. It starts with the first test that needs it.
/// </summary>
public abstract class EngineBed : IDisposable
{
    private const int SecondsAtMost = 3600;

    private readonly string folder = Directory.CreateTempSubdirectory("mempalace-sched-engine-").FullName;
    private Process? bed;
    private int containers;

    /// <summary>The absolute path of the client.</summary>
    public string Client { get; private set; } = "";

    /// <summary>The environment variables that a client needs to connect to this engine.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; private set; } = new Dictionary<string, string>();

    /// <summary>Requires the engine. Skips the test if the engine is not available.</summary>
    public void Require()
    {
        Requires.Root();
        RequirePackages();
        var busybox = StaticBusybox();
        lock (folder)
            bed ??= Start(busybox);
    }

    /// <summary>Starts a container with a unique name and a user named coder.</summary>
    public DevContainer NewContainer()
    {
        var container = new DevContainer(this, $"devbox-{Interlocked.Increment(ref containers)}");
        Run([
            "run",
            "--detach",
            "--name",
            container.Name,
            "--network",
            "none",
            .. RunOptions,
            "devbox:test",
            "sh",
            "-c",
            // Each test has containers, and they stay until the end, so an idle container must not start processes.
            $"trap 'exit 0' TERM; {DevContainer.Idle} & wait $!",
        ]);
        return container;
    }

    /// <summary>Runs the client, asserts that it succeeds, and returns its output.</summary>
    public string Run(params string[] words)
    {
        var start = new ProcessStartInfo(Client, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{Client} {string.Join(' ', words)}: {output}{error.Result}");
        return output;
    }

    public void Dispose()
    {
        if (bed is not null)
        {
            File.WriteAllText(Path.Combine(folder, "stop"), "");
            if (!bed.WaitForExit(TimeSpan.FromSeconds(60)))
                bed.Kill(entireProcessTree: true);
            bed.Dispose();
        }
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The script in tests/beds, and its options.</summary>
    private protected abstract string[] Bed { get; }

    /// <summary>The environment variables to read from the command in the bed.</summary>
    private protected abstract string[] BedVariables { get; }

    private protected virtual string[] RunOptions => [];

    private protected abstract void RequirePackages();

    /// <summary>Returns the path of the client, from the variables of the bed.</summary>
    private protected abstract string ClientOf(IReadOnlyDictionary<string, string> variables);

    /// <summary>The path of a static busybox, the only program in the containers.</summary>
    internal static string StaticBusybox()
    {
        var path = Environment.GetEnvironmentVariable("BUSYBOX") is { Length: > 0 } own
            ? own
            : Requires.Tool("busybox", "busybox-static");
        using var ldd = Process.Start(
            new ProcessStartInfo("ldd", [path]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var output = ldd.StandardOutput.ReadToEnd() + ldd.StandardError.ReadToEnd();
        Requires.That(
            !output.Contains("libc", StringComparison.Ordinal),
            $"{path} is not static: unpack the package 'busybox-static' and let BUSYBOX name its program."
        );
        return path;
    }

    private Process Start(string busybox)
    {
        const string script = """
            folder=$0
            for name; do eval "printf '%s=%s\n' $name \"\$$name\""; done >"$folder/fresh"
            mv "$folder/fresh" "$folder/ready"
            until [ -e "$folder/stop" ]; do sleep 1; done
            """;
        var start = new ProcessStartInfo(
            Path.Combine(Repository.Root, "tests/beds", Bed[0]),
            [.. Bed.Skip(1), "-t", $"{SecondsAtMost}", "--", "/bin/sh", "-c", script, folder, .. BedVariables]
        )
        {
            RedirectStandardInput = true,
        };
        start.Environment["BUSYBOX"] = busybox;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        LauncherBed.Wait(
            () => File.Exists(Path.Combine(folder, "ready")) || process.HasExited,
            () => "The engine does not start."
        );
        Assert.False(process.HasExited, $"{Bed[0]} has ended before its command: the engine did not start.");
        Variables = File.ReadAllLines(Path.Combine(folder, "ready"))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Client = ClientOf(Variables);
        return process;
    }
}

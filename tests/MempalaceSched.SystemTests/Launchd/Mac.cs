using System.Diagnostics;
using System.Text;
using MempalaceSched.SystemTests.PowerShell;
using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>
/// A Mac with a temporary home folder that contains sessions. On macOS, the tests use the real launchctl. On other
/// systems, they use the stand-in from tests/stand-ins.
/// </summary>
internal sealed class Mac : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(240);
    public static readonly string Root = Repository.Root;
    private readonly StandIn? standIn;

    public Mac(string homeName = "home")
    {
        // Resolve links: on macOS, /tmp and TMPDIR are behind a symbolic link.
        Base = OperatingSystem.IsMacOS()
            ? Directory.CreateDirectory($"/private/tmp/mempalace-sched-test-{Guid.NewGuid():N}").FullName
            : Directory.CreateTempSubdirectory("mempalace-sched-test-").FullName;
        Home = Directory.CreateDirectory(Path.Combine(Base, homeName)).FullName;
        Variables = new()
        {
            ["HOME"] = Home,
            ["PATH"] = "/usr/bin:/bin:/usr/sbin:/sbin",
            ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            ["TZ"] = "Europe/Berlin",
        };
        if (!OperatingSystem.IsMacOS())
        {
            Requires.Tool("python3", "python3");
            Variables["PATH"] = $"{Path.Combine(Root, "tests/stand-ins")}:{Variables["PATH"]}";
            Variables["MEMPALACE_SCHED_PLATFORM"] = "macos";
            Variables["LAUNCHD_STANDIN"] = Path.Combine(Base, "launchd");
            standIn = new StandIn(this, Variables["LAUNCHD_STANDIN"]!);
        }
        InHome(".local/bin/mempalace-session", File.ReadAllText(Path.Combine(Root, "examples/mempalace-session")));
        File.SetUnixFileMode(
            Path.Combine(Home, ".local/bin/mempalace-session"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        InHome(".local/share/opencode/opencode.db", "first\nsecond\n");
        Directory.CreateDirectory(Path.Combine(Home, "Library")); // exists on every Mac
    }

    /// <summary>The folder of this test, which contains the home folder.</summary>
    public string Base { get; }

    public string Home { get; }

    /// <summary>The environment variables of every process. Null removes a variable.</summary>
    public Dictionary<string, string?> Variables { get; }

    /// <summary>The label prefix. It is unique to this test, because a real Mac has other agents.</summary>
    public string Prefix { get; } = $"mempalace-sched-test.t{Guid.NewGuid():N}"[..36];

    /// <summary>The stand-in. Skips the test if launchctl is the real one.</summary>
    public StandIn StandIn
    {
        get
        {
            if (standIn is not null)
                return standIn;
            Dispose();
            Assert.Skip("Only the stand-in for launchctl can be made to do this.");
            return null!;
        }
    }

    public string Label => $"{Prefix}.mempalace-session";

    public string Plist => InHome($"Library/LaunchAgents/{Label}.plist");

    public string State => InHome(".local/state/mempalace-sched/mempalace-session");

    /// <summary>The history lines of the schedule.</summary>
    public IReadOnlyList<string> History =>
        File.Exists(Path.Combine(State, "history.jsonl"))
            ? File.ReadAllLines(Path.Combine(State, "history.jsonl"))
            : [];

    private static string Gui => $"gui/{StandIn.UserId}";

    private static string User => $"user/{StandIn.UserId}";

    public string InHome(string path) => Path.Combine(Home, path);

    /// <summary>Writes a file in the home folder.</summary>
    public string InHome(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InHome(path))!);
        File.WriteAllText(InHome(path), text);
        return InHome(path);
    }

    /// <summary>Installs the OpenCode schedule with the label prefix of this test.</summary>
    public ProgramRun Install(params string[] more) =>
        Call(["Install-MempalaceSchedule", "OpenCode", "-LabelPrefix", Prefix, .. more]);

    /// <summary>Installs the schedule and asserts that this succeeds.</summary>
    public ProgramRun Installed(params string[] more) => Good(Install(more));

    /// <summary>
    /// Waits until no run is in progress. launchd starts the launcher at load, and it may still be checking whether an
    /// occurrence was missed.
    /// </summary>
    public void WaitForRuns() => standIn?.WaitForRuns();

    public ProgramRun Get() => Good(Call("Get-MempalaceSchedule"));

    /// <summary>
    /// Runs a command of the module with the variables of this Mac. The result contains the objects as JSON.
    /// </summary>
    public ProgramRun Call(params string[] words) =>
        PowerShellServer.Call(
            words,
            Variables.Where(each => each.Value is not null).ToDictionary(each => each.Key, each => each.Value!)
        );

    public ProgramRun Launchctl(params string[] words) => Run("launchctl", words);

    /// <summary>Prints a label from the domain in which it is loaded. Empty if it is not loaded.</summary>
    public string Print(string label) =>
        string.Concat(new[] { Gui, User }.Select(domain => Launchctl("print", $"{domain}/{label}").Output));

    /// <summary>
    /// Returns every file in the home folder with its mode and text, without the change lock. It also omits the file
    /// that a launcher makes and deletes while it checks for a missed run, because launchd starts one with each load.
    /// </summary>
    public IReadOnlyDictionary<string, string> Files() =>
        Directory
            .EnumerateFiles(Home, "*", SearchOption.AllDirectories)
            .Where(path =>
                Path.GetFileName(path) is var name
                && name != "changes.lock"
                && !name.StartsWith("due-", StringComparison.Ordinal)
            )
            .ToDictionary(
                path => Path.GetRelativePath(Home, path),
                path => $"{File.GetUnixFileMode(path)}\n{File.ReadAllText(path)}"
            );

    public static ProgramRun Good(ProgramRun run)
    {
        Assert.True(run.ExitCode == 0 && run.Error.Length == 0, $"exit code {run.ExitCode}\n{run.Output}\n{run.Error}");
        return run;
    }

    /// <summary>Waits until a condition is true.</summary>
    public static void Eventually(Func<bool> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(50))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"Not within 30 s: {what}");
    }

    public void Dispose()
    {
        foreach (
            var plist in Directory.Exists(InHome("Library/LaunchAgents"))
                ? Directory.GetFiles(InHome("Library/LaunchAgents"), "*.plist")
                : []
        )
        foreach (var domain in new[] { Gui, User })
            Launchctl("bootout", $"{domain}/{Path.GetFileNameWithoutExtension(plist)}");
        WaitForRuns();
        Directory.Delete(Base, recursive: true);
    }

    public ProgramRun Run(string program, params string[] words)
    {
        var start = new ProcessStartInfo("/usr/bin/env", [program, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables)
            if (value is not null)
                start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeLimit) || !Task.WaitAll([output, error], TimeLimit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', words)} did not end within {TimeLimit}.");
        }
        return new ProgramRun(process.ExitCode, output.Result, error.Result);
    }
}

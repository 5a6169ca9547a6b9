using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>
/// A temporary home folder for launchers, with one shell and one set of tools. When it is disposed, it kills every
/// process that is left.
/// </summary>
public sealed class LauncherBed : IDisposable
{
    public const string Name = "mempalace-test";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestShell shell;
    private readonly string mark;
    private readonly Services services;

    internal LauncherBed(TestShell shell, TestTools? tools = null, string home = "home")
    {
        shell.Require();
        this.shell = shell;
        mark = $"sched-{Guid.NewGuid():N}";
        Root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), mark)).FullName;
        Home = Directory.CreateDirectory(Path.Combine(Root, home)).FullName;
        SearchPath = (tools ?? TestTools.Full).Folder(Directory.CreateDirectory(Path.Combine(Root, "tools")).FullName);
        services = new Services(Machine.With(Home), new RecordedReports());
    }

    public string Root { get; }

    public string Home { get; }

    public string SearchPath { get; }

    internal StandardPaths Paths => services.Paths;

    public string State => Paths.StateOf(Name);

    public string HistoryPath => Path.Combine(State, "history.jsonl");

    public string MarkerPath => Path.Combine(State, "running");

    public string PalaceLock => Path.Combine(Paths.Locks, PalaceLocation.LockName(Path.Combine(Home, "palace")));

    public string ScheduleLock => Path.Combine(Paths.Locks, $"schedule-{Name}.lock");

    /// <summary>Returns the path of a file that a run can write to.</summary>
    public string Out(string file) => Path.Combine(Root, file);

    /// <summary>
    /// Returns a schedule whose command is this shell script. The script finds all tools, and $ROOT is the temporary
    /// folder.
    /// </summary>
    internal ScheduleDefinition Mine(string script, params string[] arguments) =>
        Command(["/bin/sh", "-c", $"PATH=/usr/bin:/bin ROOT={Root}\n{script}", "mine", .. arguments]);

    internal ScheduleDefinition Command(params string[] words) =>
        new()
        {
            Name = Name,
            Source = MineSource.Custom,
            Scheduler = SchedulerKind.Systemd,
            At = "Mon 03:00",
            Command = words,
            Palace = Path.Combine(Home, "palace"),
            CapturedEnvironment = new Dictionary<string, string> { ["HOME"] = Home, ["PATH"] = SearchPath },
        };

    /// <summary>
    /// Writes the launcher of a schedule and the launcher program, and returns the path of the launcher.
    /// </summary>
    internal string Install(ScheduleDefinition definition)
    {
        if (!File.Exists(Paths.LauncherProgram))
            Replace(Paths.LauncherProgram, LauncherProgram.Text);
        var path = Paths.Launcher(definition.Name);
        Replace(path, services.OwnFiles.For(definition).Single(file => file.Path == path).Content);
        return path;
    }

    /// <summary>
    /// Replaces a file as the module does. A shell reads its script piece by piece, so a script must not change during
    /// a run.
    /// </summary>
    internal void Replace(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = Path.Combine(Root, Guid.NewGuid().ToString("N"));
        File.WriteAllText(fresh, text, new UTF8Encoding(false));
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Starts the launcher of a schedule.</summary>
    internal LauncherProcess Start(ScheduleDefinition definition, params string[] arguments) =>
        StartWith(definition, new(), arguments);

    internal LauncherProcess StartWith(
        ScheduleDefinition definition,
        Dictionary<string, string> variables,
        params string[] arguments
    ) => StartWords([.. shell.Words, Install(definition), .. arguments], variables);

    /// <summary>
    /// Starts a launcher of version 0.1 with the command of this schedule, in place of the current launcher.
    /// </summary>
    internal LauncherProcess StartOld(ScheduleDefinition definition)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "tests/fixtures/launcher-0.1/mempalace-session"))
            .Replace(
                "set -- '/home/you/.local/bin/mempalace-session'",
                $"set -- {Words(definition)}",
                StringComparison.Ordinal
            )
            .Replace("/home/you/.mempalace", Path.Combine(Home), StringComparison.Ordinal)
            .Replace("/home/you", Home, StringComparison.Ordinal)
            .Replace("mempalace-session", definition.Name, StringComparison.Ordinal);
        text = Regex.Replace(text, "^store=.*$", "store=''", RegexOptions.Multiline);
        text = Regex.Replace(
            text,
            "^palace_lock=.*$",
            $"palace_lock='{PalaceLocation.LockName(definition.Palace)}'",
            RegexOptions.Multiline
        );
        Replace(Paths.Launcher(definition.Name), text);
        return StartWords([.. shell.Words, Paths.Launcher(definition.Name)], new());
    }

    private static string Words(ScheduleDefinition definition) =>
        string.Join(' ', definition.Command.Select(MempalaceSched.Platform.Shell.Quote));

    /// <summary>Starts a bash script in which "$@" runs the launcher.</summary>
    internal LauncherProcess StartThrough(string script, ScheduleDefinition definition, params string[] arguments) =>
        StartWords(["/bin/bash", "-c", script, "through", .. shell.Words, Install(definition), .. arguments], new());

    /// <summary>Runs the launcher of a schedule, and waits for its end.</summary>
    internal LauncherResult Run(ScheduleDefinition definition, params string[] arguments) =>
        Start(definition, arguments).Result();

    /// <summary>Reads the history. Each line must be one JSON object.</summary>
    public IReadOnlyList<HistoryLine> History(string name = Name)
    {
        var path = Path.Combine(Paths.StateOf(name), "history.jsonl");
        if (!File.Exists(path))
            return [];
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => new HistoryLine(JsonDocument.Parse(line).RootElement)),
        ];
    }

    /// <summary>Returns the newest line of the history.</summary>
    public HistoryLine Newest() => History()[^1];

    /// <summary>Returns the only line of the history.</summary>
    public HistoryLine OnlyLine() => Assert.Single(History());

    public string Log(HistoryLine line) => File.ReadAllText(LogPath(line));

    public string LogPath(HistoryLine line) =>
        Path.Combine(State, "logs", line.Log ?? throw new InvalidOperationException("It has no log."));

    /// <summary>The running processes that this object started.</summary>
    public IReadOnlyList<int> Alive() => BedProcesses.Alive(mark);

    public void AssertNothingLeft() =>
        Wait(() => Alive().Count == 0, () => $"These processes are left: {DescribeAlive()}");

    private string DescribeAlive() => string.Join("; ", Alive().Select(BedProcesses.Describe));

    public void WaitForFile(string file) => Wait(() => File.Exists(Out(file)), () => $"{file} did not come");

    /// <summary>The watchdogs of a launcher: its child processes that run the same script and handle USR1.</summary>
    public IReadOnlyList<int> Watchdogs(int launcher) =>
        [.. Alive().Where(pid => BedProcesses.IsWatchdog(pid, launcher))];

    /// <summary>Waits until a run has written a PID to a file, and returns the PID.</summary>
    public int Pid(string file)
    {
        var pid = 0;
        Wait(
            () =>
                File.Exists(Out(file))
                && int.TryParse(File.ReadAllText(Out(file)), CultureInfo.InvariantCulture, out pid),
            () => $"{file} has no number"
        );
        return pid;
    }

    /// <summary>Waits for a condition, and fails after a long time-out.</summary>
    public static void Wait(Func<bool> condition, Func<string> otherwise)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; Thread.Sleep(20))
            if (condition())
                return;
        Assert.Fail(otherwise());
    }

    public void Dispose()
    {
        for (var left = Alive(); left.Count > 0; left = Alive())
            BedProcesses.Signal("KILL", [.. left]);
        Directory.Delete(Root, recursive: true);
    }

    // env resets the signals to their defaults, as in a login shell.
    private LauncherProcess StartWords(string[] words, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=HUP,INT,QUIT,PIPE", .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment[BedProcesses.MarkVariable] = mark;
        start.Environment["MEMPALACE_SCHED_GRACE"] = "2";
        start.Environment["MEMPALACE_SCHED_BUSY_PAUSE"] = "0";
        foreach (var (key, value) in shell.Variables.Concat(variables))
            start.Environment[key] = value;
        return new LauncherProcess(Process.Start(start)!, DescribeAlive);
    }
}

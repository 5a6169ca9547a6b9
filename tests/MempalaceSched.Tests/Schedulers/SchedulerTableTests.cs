using MempalaceSched.Changes;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;
using MempalaceSched.Tests.Launcher;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Schedulers;

/// <summary>Compares the table in docs/schedulers.md with the files that the module writes.</summary>
public sealed class SchedulerTableTests : IDisposable
{
    private static readonly SchedulerKind[] Kinds =
    [
        SchedulerKind.Systemd,
        SchedulerKind.Launchd,
        SchedulerKind.Cron,
        SchedulerKind.Embedded,
    ];

    private static readonly Dictionary<string, string[]> Table = File.ReadAllLines(
            Path.Combine(Repository.Root, "docs/schedulers.md")
        )
        .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
        .ToDictionary(cells => cells[0], cells => cells[1..]);

    private readonly TempFolder folder = new();

    public static TheoryData<SchedulerKind> Schedulers => [.. Kinds];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_table_has_a_column_for_every_scheduler() =>
        Assert.All(Table.Values, cells => Assert.Equal(Kinds.Length, cells.Length));

    [Fact]
    public void The_columns_are_the_schedulers_of_the_module() =>
        Assert.Equal(Enum.GetValues<SchedulerKind>().Except([SchedulerKind.Auto]).Order(), Kinds.Order());

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void The_table_matches_the_generated_files(SchedulerKind kind)
    {
        var launcher = LauncherFile.Render(Definition(kind), Paths);
        Holds(
            kind,
            "Random delay",
            launcher: launcher.Contains("\nrandom_delay=1800 ", StringComparison.Ordinal),
            native: Has(kind, "RandomizedDelaySec=1800s"),
            own: true
        );
        Holds(
            kind,
            "Low CPU priority",
            launcher: launcher.Contains("\nbackground=1 ", StringComparison.Ordinal),
            native: Has(kind, "Nice=10", "<key>Nice</key>"),
            own: false
        );
        Holds(
            kind,
            "Low I/O priority",
            launcher: launcher.Contains("\nbackground=1 ", StringComparison.Ordinal),
            native: Has(kind, "IOSchedulingClass=idle", "<key>LowPriorityIO</key>"),
            own: false
        );
        Holds(
            kind,
            "Catch-up of a missed run",
            launcher: Has(kind, "--if-due", "<string>--if-due</string>"),
            native: Has(kind, "Persistent=true", "<key>RunAtLoad</key>", "@reboot "),
            own: true
        );
        Holds(
            kind,
            "Skip without a session store",
            launcher: launcher.Contains("store='/home/robin/store'", StringComparison.Ordinal),
            native: Has(kind, "ConditionPath"),
            own: false
        );
        Holds(
            kind,
            "Time limit",
            launcher: launcher.Contains("\ntime_limit=7200 ", StringComparison.Ordinal),
            native: Has(kind, "TimeoutStartSec="),
            own: false
        );
        Holds(
            kind,
            "Environment",
            launcher: launcher.Contains("\nPATH=", StringComparison.Ordinal),
            native: Has(kind, "<key>EnvironmentVariables</key>"),
            own: false
        );
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void Every_setting_that_the_table_names_is_in_the_generated_files(SchedulerKind kind)
    {
        foreach (var (row, cells) in Table)
        foreach (
            var setting in cells[Array.IndexOf(Kinds, kind)]
                .Split('`')
                .Where((_, index) => index % 2 == 1)
                .Where(word => !word.Contains('~', StringComparison.Ordinal))
        )
            Assert.True(Has(kind, setting), $"{row}: {kind} has no {setting}");
    }

    private StandardPaths Paths => new(Environment);

    private HostEnvironment Environment => Machine.With("/home/robin", ("PATH", folder["bin"]));

    private static ScheduleDefinition Definition(SchedulerKind kind) =>
        Definitions.One() with
        {
            Scheduler = kind,
            LabelPrefix = kind == SchedulerKind.Launchd ? "se.jordbo" : null,
        };

    /// <param name="kind">The scheduler.</param>
    /// <param name="row">The row of the table.</param>
    /// <param name="launcher">Whether the launcher does it.</param>
    /// <param name="native">Whether the files of the scheduler contain it.</param>
    /// <param name="own">Whether the embedded scheduler, which has no files, does it.</param>
    private static void Holds(SchedulerKind kind, string row, bool launcher, bool native, bool own)
    {
        var cell = Table[row][Array.IndexOf(Kinds, kind)];
        if (kind == SchedulerKind.Embedded)
            native = own;
        var word = (launcher, native) switch
        {
            (true, true) => "both",
            (true, false) => "launcher",
            (false, true) => "native",
            _ => "no",
        };
        Assert.True(cell.Split(':')[0] == word, $"{row}, {kind}: the table says '{cell}', the code '{word}'");
    }

    private bool Has(SchedulerKind kind, params string[] words)
    {
        var text = Rendered(kind);
        return words.Any(word => text.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>Returns everything that the scheduler reads about a schedule.</summary>
    private string Rendered(SchedulerKind kind)
    {
        folder.Program("bin/crontab");
        var scheduler = new SchedulerSelector(Environment, Paths, new RecordedProcesses(), TimeProvider.System).For(
            kind
        );
        var files = scheduler.Planner.FilesFor(Definition(kind)).Select(file => file.Content);
        if (kind != SchedulerKind.Cron)
            return string.Concat(files);
        var plan = scheduler.Planner.PlanInstall(
            [Definition(kind)],
            new HashSet<string>(),
            new InstallOptions(EnableLinger: false, Force: false)
        );
        return string.Concat(plan.Steps.OfType<ChangeCrontab>().SelectMany(step => step.Blocks.Values));
    }
}

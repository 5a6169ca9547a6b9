using System.Diagnostics;
using MempalaceSched.Calendars;
using MempalaceSched.Changes;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Systemd;
using MempalaceSched.Schedules;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>Checks that systemd accepts the units of any definition without warnings.</summary>
public sealed class UnitVerificationTests(ITestOutputHelper output)
{
    private const int Seed = 20270111;
    private const int Count = 200;

    private static readonly string[] Times =
    [
        "Mon 03:00",
        "Mon,Thu 03:00",
        "Mon..Fri 12:30",
        "03:00",
        "hourly",
        "daily",
        "weekly",
        "monthly",
        "*-*-01 03:00",
        "*:0/15",
        "Sun 23:59",
    ];

    [Fact]
    public async Task Units_of_random_definitions_pass_systemd_analyze_verify()
    {
        var analyze = Requires.Tool("systemd-analyze", "systemd");
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        using var folder = new TemporaryFolder();
        var units = Enumerable
            .Range(0, Count)
            .SelectMany(i => Render(random, $"mine-{i}"))
            .Select(unit =>
            {
                var path = Path.Combine(folder.Path, Path.GetFileName(unit.Path));
                File.WriteAllText(path, unit.Content);
                return path;
            })
            .ToList();

        var start = new ProcessStartInfo(analyze, ["--user", "--man=no", "verify", .. units])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_RUNTIME_DIR"] = folder.Path;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var said = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(limit.Token),
            process.StandardError.ReadToEndAsync(limit.Token)
        );
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal("", string.Concat(said));
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(2 * Count, units.Count);
    }

    private static IReadOnlyList<WriteFile> Render(Random random, string name)
    {
        var home = "/" + Word(random);
        var environment = new HostEnvironment
        {
            Platform = PlatformKind.Linux,
            UserId = 1000,
            UserName = "somebody",
            Home = home,
            Variables = new Dictionary<string, string>(),
        };
        var source = Pick(random, Enum.GetValues<MineSource>());
        var definition = new ScheduleDefinition
        {
            Name = name,
            Source = source,
            Scheduler = SchedulerKind.Systemd,
            At = Recurrence.Parse(Pick(random, Times)).ToString(),
            Command = ["/" + Word(random), Word(random)],
            Palace = "/" + Word(random),
            Store = SourceCatalog.For(source).Store(environment),
            RandomDelay = TimeSpan.FromSeconds(random.Next(0, 86400)),
            TimeLimit = TimeSpan.FromSeconds(random.Next(0, 3) * random.Next(0, 86400)),
            CatchUp = random.Next(2) == 0,
            CapturedEnvironment = new Dictionary<string, string> { ["HOME"] = home, ["PATH"] = "/usr/bin" },
        };
        return SystemdUnits.Render(definition, new StandardPaths(environment));
    }

    /// <summary>A random word that includes characters with a special meaning in unit files.</summary>
    private static string Word(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pick(random, Characters)));

    private static readonly string[] Characters =
    [
        "a",
        "Z",
        "7",
        " ",
        "'",
        "\"",
        "\\",
        "%",
        "%n",
        "$",
        "${HOME}",
        ";",
        "#",
        "=",
        "[",
        "*",
        "?",
        "-",
        "~",
        "ü",
        "漢",
        "🙂",
        "&",
        "|",
        ":",
        "!",
        "@",
        "+",
    ];

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}

using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers.Embedded;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Embedded;

/// <summary>
/// A temporary home folder with definitions, and a scheduler loop. The launcher is a stand-in that records the
/// occurrence as the real launcher does.
/// </summary>
internal sealed class SchedulerBed : IDisposable, ILauncher
{
    private readonly TempFolder home = new();
    private SchedulerLoop? loop;

    public SchedulerBed(MovableClock clock)
    {
        Clock = clock;
        Paths = new StandardPaths(
            new HostEnvironment
            {
                Platform = PlatformKind.Linux,
                UserId = 1000,
                UserName = "tester",
                Home = home.Path,
                Variables = new Dictionary<string, string>(),
            }
        );
        Directory.CreateDirectory(Paths.Definitions);
    }

    public MovableClock Clock { get; }

    public StandardPaths Paths { get; }

    public List<SchedulerEvent> Events { get; } = [];

    /// <summary>The occurrences for which a launcher was started, in order.</summary>
    public List<(string Name, DateTimeOffset Occurrence)> Launches { get; } = [];

    /// <summary>
    /// The action of the next launchers. By default, a launcher records the occurrence and ends at once.
    /// </summary>
    public Func<ScheduleDefinition, DateTimeOffset, CancellationToken, Task<MineRun>>? Act { get; set; }

    public SchedulerLoop Loop => loop ??= new SchedulerLoop(Paths, this, Clock, Add);

    /// <summary>Writes a definition.</summary>
    public ScheduleDefinition Install(
        string at,
        DateTimeOffset written,
        TimeSpan randomDelay = default,
        bool catchUp = true,
        string name = "job",
        bool enabled = true
    )
    {
        var definition = new ScheduleDefinition
        {
            Name = name,
            Source = MineSource.Custom,
            Scheduler = SchedulerKind.Embedded,
            At = at,
            Command = ["/bin/true"],
            Palace = "/palace",
            RandomDelay = randomDelay,
            CatchUp = catchUp,
            Enabled = enabled,
            CapturedEnvironment = new Dictionary<string, string> { ["HOME"] = home.Path, ["PATH"] = "/bin" },
        };
        File.WriteAllText(Paths.Definition(name), DefinitionFormat.Write(definition));
        File.SetLastWriteTimeUtc(Paths.Definition(name), written.UtcDateTime);
        return definition;
    }

    /// <summary>Simulates that the scheduler is killed and starts again. Only the files on disk are kept.</summary>
    public void Restart()
    {
        loop?.Dispose();
        loop = null;
    }

    /// <summary>Runs the loop twice, so that runs that can end do end.</summary>
    public void Turn()
    {
        Loop.Turn(CancellationToken.None);
        Loop.Turn(CancellationToken.None);
    }

    public Task<MineRun> RunAsync(ScheduleDefinition definition, DateTimeOffset occurrence, CancellationToken stop)
    {
        lock (Launches)
            Launches.Add((definition.Name, occurrence));
        if (Act is { } act)
            return act(definition, occurrence, stop);
        Stamp(definition.Name, occurrence);
        return Task.FromResult(Run(definition.Name, MineOutcome.Succeeded));
    }

    public void Stamp(string name, DateTimeOffset occurrence)
    {
        Directory.CreateDirectory(Paths.StateOf(name));
        File.WriteAllText(OccurrenceStamp.PathOf(Paths, name), OccurrenceStamp.Write(occurrence) + "\n");
    }

    public MineRun Run(string name, MineOutcome outcome) =>
        new()
        {
            Name = name,
            Id = "1",
            Outcome = outcome,
            Started = Clock.GetUtcNow(),
        };

    public void Dispose()
    {
        loop?.Dispose();
        home.Dispose();
    }

    private void Add(SchedulerEvent happened)
    {
        lock (Events)
            Events.Add(happened);
    }
}

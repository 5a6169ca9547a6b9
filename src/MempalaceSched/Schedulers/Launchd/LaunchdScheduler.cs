using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Runs schedules as launch agents. The launcher supplies the random delay and the catch-up.</summary>
internal sealed class LaunchdScheduler : IScheduler
{
    private readonly HostEnvironment environment;

    public LaunchdScheduler(
        HostEnvironment environment,
        StandardPaths paths,
        IProcessRunner processes,
        TimeProvider time
    )
    {
        this.environment = environment;
        var launchctl = new Launchctl(environment, processes);
        var planner = new LaunchdPlanner(launchctl, paths);
        Planner = planner;
        Query = new LaunchdQuery(launchctl, paths, time, planner);
        Runs = new LaunchdRunControl(launchctl, paths);
        Probes = new LaunchdProbe(launchctl, paths);
        ForeignJobs = new ForeignAgents(environment, paths, launchctl);
    }

    public SchedulerKind Kind => SchedulerKind.Launchd;

    public string Title => "launchd";

    public SchedulerTraits Traits { get; } =
        new()
        {
            Platform = PlatformKind.MacOS,
            HasLowPriority = true,
            KeepsOutput = true,
            StopTimeout = TimeSpan.FromSeconds(LaunchAgent.ExitTimeOut),
            UsesLabels = true,
        };

    public Unavailability? Unavailable =>
        environment.Platform == PlatformKind.MacOS
            ? null
            : new("launchd exists on macOS only.", "Specify another scheduler with -Scheduler.");

    public ISchedulePlanner Planner { get; }

    public IScheduleQuery Query { get; }

    public IRunControl Runs { get; }

    public IProbeRunner Probes { get; }

    public IForeignJobSource? ForeignJobs { get; }
}

using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Runs schedules as timers of the systemd user manager.</summary>
internal sealed class SystemdScheduler : IScheduler
{
    private readonly UserManager manager;

    public SystemdScheduler(HostEnvironment environment, StandardPaths paths, IProcessRunner processes)
    {
        manager = new UserManager(environment);
        Planner = new SystemdPlanner(environment, paths, manager);
        Query = new SystemdQuery(environment, paths, processes, manager);
        Runs = new SystemdRunControl(manager);
        Probes = new SystemdProbe(processes, manager);
        ForeignJobs = new ForeignTimers(environment, paths, processes, manager);
    }

    public SchedulerKind Kind => SchedulerKind.Systemd;

    public string Title => "systemd";

    public SchedulerTraits Traits { get; } =
        new()
        {
            Platform = PlatformKind.Linux,
            HasRandomDelay = true,
            HasCatchUp = true,
            HasLowPriority = true,
            StopTimeout = TimeSpan.FromSeconds(SystemdUnits.StopTimeoutSeconds),
            SupportsLinger = true,
        };

    public Unavailability? Unavailable => manager.Unavailable;

    public ISchedulePlanner Planner { get; }

    public IScheduleQuery Query { get; }

    public IRunControl Runs { get; }

    public IProbeRunner Probes { get; }

    public IForeignJobSource? ForeignJobs { get; }
}

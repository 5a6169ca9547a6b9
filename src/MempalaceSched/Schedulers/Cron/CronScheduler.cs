using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// Runs schedules through marked blocks in the user's crontab. The launcher supplies the random delay, the catch-up and
/// the low priority.
/// </summary>
internal sealed class CronScheduler : IScheduler
{
    private readonly CronDaemon daemon;

    public CronScheduler(HostEnvironment environment, StandardPaths paths, IProcessRunner processes, TimeProvider time)
    {
        daemon = new CronDaemon(environment);
        var planner = new CronPlanner(paths, daemon);
        var crontab = new Crontab(paths, processes, daemon.Crontab);
        Planner = planner;
        Query = new CronQuery(crontab, daemon, planner, time);
        Runs = new CronRunControl(paths);
        Probes = new CronProbe(crontab, daemon);
        ForeignJobs = new ForeignEntries(environment, crontab);
    }

    public SchedulerKind Kind => SchedulerKind.Cron;

    public string Title => "cron";

    public SchedulerTraits Traits { get; } = new();

    public Unavailability? Unavailable => daemon.Unavailable;

    /// <summary><c>Auto</c> chooses cron only where its daemon is running.</summary>
    public Unavailability? NotAutomatic =>
        daemon.Unavailable
        ?? (
            daemon.IsRunning ? null : new("there is a crontab command, but no cron daemon is running.", daemon.StartIt)
        );

    public ISchedulePlanner Planner { get; }

    public IScheduleQuery Query { get; }

    public IRunControl Runs { get; }

    public IProbeRunner Probes { get; }

    public IForeignJobSource? ForeignJobs { get; }
}

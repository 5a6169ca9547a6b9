using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Schedulers.Embedded;
using MempalaceSched.Schedulers.Launchd;
using MempalaceSched.Schedulers.Systemd;

namespace MempalaceSched.Schedulers;

/// <summary>All schedulers, and the choice among them.</summary>
internal sealed class SchedulerSelector(
    HostEnvironment environment,
    StandardPaths paths,
    IProcessRunner processes,
    TimeProvider time
)
{
    /// <summary>The schedulers in the order in which Auto tries them.</summary>
    public IReadOnlyList<IScheduler> All { get; } =
    [
        new SystemdScheduler(environment, paths, processes),
        new LaunchdScheduler(environment, paths, processes, time),
        new CronScheduler(environment, paths, processes, time),
        new EmbeddedScheduler(environment, paths, processes, time),
    ];

    /// <summary>The scheduler of an installed schedule, usable or not.</summary>
    public IScheduler Of(SchedulerKind kind) => All.First(scheduler => scheduler.Kind == kind);

    /// <summary>The scheduler for a new schedule.</summary>
    /// <param name="wanted">A scheduler, or Auto.</param>
    /// <param name="explain">Takes the reason of the choice.</param>
    /// <exception cref="MempalaceException"><c>SchedulerUnavailable</c>.</exception>
    public IScheduler Choose(SchedulerKind wanted, Action<string> explain)
    {
        if (environment.IsSudo)
            throw Fault.SchedulerUnavailable(
                "A scheduler of your own",
                $"this is root through sudo, on behalf of {environment["SUDO_USER"] ?? "somebody else"}.",
                "Run it as yourself, without sudo: schedules belong to the user whose sessions they mine."
            );
        if (environment.Platform == PlatformKind.Other)
            throw Fault.SchedulerUnavailable(
                "A scheduler",
                "this is neither Linux nor macOS.",
                "Use it on Linux or macOS; WSL counts as Linux."
            );

        var candidates = wanted == SchedulerKind.Auto ? All : [Of(wanted)];
        var found = new List<Unavailability>();
        foreach (var scheduler in candidates)
        {
            if ((wanted == SchedulerKind.Auto ? scheduler.NotAutomatic : scheduler.Unavailable) is not { } why)
            {
                explain(
                    $"{scheduler.Title} is used: {(wanted == SchedulerKind.Auto ? "it is the first that works here" : "it was asked for")}."
                );
                return scheduler;
            }
            explain($"{scheduler.Title} is not used: {why.Found}");
            found.Add(why);
        }
        throw Fault.SchedulerUnavailable(
            string.Join(", ", candidates.Select(scheduler => scheduler.Title)),
            string.Join(" ", found.Select(why => why.Found)),
            string.Join(" ", found.Select(why => why.WayOut))
        );
    }
}

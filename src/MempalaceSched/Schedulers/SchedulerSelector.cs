using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Schedulers.Embedded;
using MempalaceSched.Schedulers.Launchd;
using MempalaceSched.Schedulers.Systemd;

namespace MempalaceSched.Schedulers;

/// <summary>All schedulers, and the selection of one of them. A new scheduler is a folder and one line here.</summary>
internal sealed class SchedulerSelector(
    HostEnvironment environment,
    StandardPaths paths,
    IProcessRunner processes,
    TimeProvider time
)
{
    /// <summary>The schedulers in the order in which <c>Auto</c> tries them.</summary>
    public IReadOnlyList<IScheduler> All { get; } =
    [
        new SystemdScheduler(environment, paths, processes),
        new LaunchdScheduler(environment, paths, processes, time),
        new CronScheduler(environment, paths, processes, time),
        new EmbeddedScheduler(environment, paths, processes, time),
    ];

    /// <summary>The scheduler of an installed schedule, whether or not it can be used here.</summary>
    public IScheduler For(SchedulerKind kind) => All.First(scheduler => scheduler.Kind == kind);

    /// <summary>The scheduler for a new schedule.</summary>
    /// <param name="wanted">A scheduler, or <c>Auto</c>.</param>
    /// <param name="explain">Receives the reason for the choice.</param>
    /// <exception cref="MempalaceException"><c>SchedulerUnavailable</c>.</exception>
    public IScheduler Choose(SchedulerKind wanted, Action<string> explain)
    {
        if (environment.IsSudo)
            throw Error.RootThroughSudo(environment["SUDO_USER"] ?? "another user");
        if (environment.Platform == PlatformKind.Other)
            throw Error.SchedulerUnavailable(
                "A scheduler",
                "this is neither Linux nor macOS.",
                "Use the module on Linux, macOS or WSL."
            );

        var isAutomatic = wanted == SchedulerKind.Auto;
        var candidates = isAutomatic ? All : [For(wanted)];
        var rejected = new List<Unavailability>();
        foreach (var scheduler in candidates)
        {
            if ((isAutomatic ? scheduler.NotAutomatic : scheduler.Unavailable) is not { } why)
            {
                var reason = isAutomatic ? "it is the first one that works here" : "it was specified";
                explain($"{Error.AtStart(scheduler.Title)} is used: {reason}.");
                return scheduler;
            }
            explain($"{Error.AtStart(scheduler.Title)} is not used: {why.Reason}");
            rejected.Add(why);
        }
        throw Error.SchedulerUnavailable(
            string.Join(", ", candidates.Select(scheduler => scheduler.Title)),
            string.Join(" ", rejected.Select(why => why.Reason)),
            string.Join(" ", rejected.Select(why => why.Recommendation))
        );
    }
}

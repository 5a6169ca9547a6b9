using MempalaceSched.Errors;
using MempalaceSched.Schedulers;

namespace MempalaceSched.UseCases;

/// <summary>Chooses the scheduler of a change. For a preview, it need not be available on this machine.</summary>
internal sealed class SchedulerChoice(Services services, bool isPreview)
{
    /// <summary>The scheduler that the user asked for.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerUnavailable</c>.</exception>
    public IScheduler ForRequest(SchedulerKind kind) =>
        isPreview && kind != SchedulerKind.Auto
            ? ForInstalled(kind)
            : services.Schedulers.Choose(kind, services.Reporter.Verbose);

    /// <summary>The scheduler of an installed schedule.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerUnavailable</c>.</exception>
    public IScheduler ForInstalled(SchedulerKind kind)
    {
        var scheduler = services.Schedulers.For(kind);
        if (scheduler.Unavailable is not { } unavailable)
            return scheduler;
        if (!isPreview)
            throw Error.SchedulerUnavailable(scheduler.Title, unavailable.Reason, unavailable.Recommendation);
        services.Reporter.Warning(
            $"{scheduler.Title} is not available here: {unavailable.Reason} This is only a preview."
        );
        return scheduler;
    }
}

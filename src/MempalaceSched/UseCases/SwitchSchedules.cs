using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Enables or disables installed schedules.</summary>
internal sealed class SwitchSchedules(Services services, bool enable, Confirmation confirmation)
{
    private readonly ScheduleUpdate update = new(
        services,
        new InstallOptions(EnableLinger: false, Force: false),
        confirmation,
        enable ? "Enable" : "Disable"
    );
    private readonly SchedulerChoice schedulers = new(services, confirmation.IsPreview);
    private readonly ScheduleFinder finder = new(services);

    /// <summary>Adds schedules. An error is reported and affects only its schedule.</summary>
    public async Task AddAsync(IEnumerable<NamePattern> patterns, CancellationToken cancellation)
    {
        foreach (var definition in finder.Find(patterns))
            await services
                .Reporter.TryAsync(async () =>
                {
                    var scheduler = schedulers.ForInstalled(definition.Scheduler);
                    await update
                        .AddChangeAsync(definition, scheduler, old => SwitchAsync(old, scheduler, cancellation))
                        .ConfigureAwait(false);
                })
                .ConfigureAwait(false);
    }

    /// <summary>Makes the changes.</summary>
    public Task<IReadOnlyList<Schedule>> RunAsync(CancellationToken cancellation) => update.RunAsync(cancellation);

    private async Task<ScheduleDefinition> SwitchAsync(
        ScheduleDefinition old,
        IScheduler scheduler,
        CancellationToken cancellation
    )
    {
        var switched = old with { Enabled = enable };
        return scheduler.Unavailable is null
            ? await scheduler.Planner.CompleteAsync(switched, cancellation).ConfigureAwait(false)
            : switched;
    }
}

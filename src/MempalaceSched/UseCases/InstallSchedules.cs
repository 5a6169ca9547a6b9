using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Installs schedules, or updates them to exactly the given settings.</summary>
internal sealed class InstallSchedules(Services services, InstallOptions options, Confirmation confirmation)
{
    private readonly ScheduleUpdate update = new(services, options, confirmation, "Install");
    private readonly DefinitionFactory factory = new(services, confirmation.IsPreview);
    private readonly SchedulerChoice schedulers = new(services, confirmation.IsPreview);

    /// <summary>Adds a schedule. An error is reported and affects only this schedule.</summary>
    public Task AddAsync(ScheduleRequest request, SchedulerKind scheduler, CancellationToken cancellation) =>
        services.Reporter.TryAsync(async () =>
        {
            var chosen = schedulers.ForRequest(scheduler);
            var definition = await factory.CreateAsync(request, chosen, null, cancellation).ConfigureAwait(false);
            update.Add(definition, chosen);
        });

    /// <summary>Installs what was added.</summary>
    public Task<IReadOnlyList<Schedule>> RunAsync(CancellationToken cancellation) => update.RunAsync(cancellation);
}

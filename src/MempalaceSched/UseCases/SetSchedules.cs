using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Changes the given settings of installed schedules, and nothing else.</summary>
/// <remarks>
/// A schedule from the pipeline has a value for every parameter. Only its name is used, so that it does not revert a
/// change that was made after it was read.
/// </remarks>
internal sealed class SetSchedules(Services services, InstallOptions options, Confirmation confirmation)
{
    private readonly ScheduleUpdate update = new(services, options, confirmation, "Change");
    private readonly DefinitionFactory factory = new(services, confirmation.IsPreview);
    private readonly SchedulerChoice schedulers = new(services, confirmation.IsPreview);
    private readonly ScheduleFinder finder = new(services);

    /// <summary>Adds a change. An error is reported and affects only its schedule.</summary>
    /// <param name="patterns">The names of the schedules.</param>
    /// <param name="requestFor">The settings to change, for a schedule of that source.</param>
    /// <param name="moveTo">The scheduler to move to; null to stay.</param>
    /// <param name="cancellation">Cancels the change.</param>
    public async Task AddAsync(
        IEnumerable<NamePattern> patterns,
        Func<MineSource, ScheduleRequest> requestFor,
        SchedulerKind? moveTo,
        CancellationToken cancellation
    )
    {
        foreach (var definition in finder.Find(patterns))
            await services
                .Reporter.TryAsync(async () =>
                {
                    var request = requestFor(definition.Source);
                    var scheduler = moveTo is { } kind
                        ? schedulers.ForRequest(kind)
                        : schedulers.ForInstalled(definition.Scheduler);
                    await update
                        .AddChangeAsync(
                            definition,
                            scheduler,
                            old => factory.CreateAsync(request, scheduler, old, cancellation)
                        )
                        .ConfigureAwait(false);
                })
                .ConfigureAwait(false);
    }

    /// <summary>Makes the changes.</summary>
    public Task<IReadOnlyList<Schedule>> RunAsync(CancellationToken cancellation) => update.RunAsync(cancellation);
}

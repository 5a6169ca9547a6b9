using MempalaceSched.Errors;
using MempalaceSched.Health;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Restores schedules whose files or state differ from their definitions, and removes orphans.</summary>
internal sealed class RepairSchedules(Services services, InstallOptions options, Confirmation confirmation)
{
    private readonly ScheduleUpdate update = new(services, options, confirmation, "Repair");
    private readonly SchedulerChoice schedulers = new(services, confirmation.IsPreview);
    private readonly RemoveSchedules removal = new(services, purge: false, confirmation);
    private readonly DriftReader drift = new(services.OwnFiles);
    private readonly List<ScheduleMatch> chosen = [];

    /// <summary>Adds schedules and orphans.</summary>
    public void Add(IEnumerable<ScheduleMatch> matches)
    {
        foreach (var match in matches)
            if (!chosen.Exists(match.IsSameAs))
                chosen.Add(match);
    }

    /// <summary>Repairs what was added.</summary>
    /// <returns>The schedules that were restored.</returns>
    public async Task<IReadOnlyList<Schedule>> RunAsync(CancellationToken cancellation)
    {
        var definitions = chosen.Where(match => match.Orphan is null).Select(match => match.Definition).ToList();
        var read = await new ReadSchedules(services).ReadAsync(definitions, cancellation).ConfigureAwait(false);
        foreach (var (definition, schedule) in definitions.Zip(read))
            await services
                .Reporter.TryAsync(async () =>
                {
                    if (await NeedsRestoreAsync(definition, schedule, cancellation).ConfigureAwait(false))
                        await update
                            .AddChangeAsync(definition, schedulers.ForInstalled(definition.Scheduler), Task.FromResult)
                            .ConfigureAwait(false);
                })
                .ConfigureAwait(false);
        var restored = await update.RunAsync(cancellation).ConfigureAwait(false);
        await removal
            .RemoveOrphansAsync([.. chosen.Select(match => match.Orphan).OfType<Orphan>()], cancellation)
            .ConfigureAwait(false);
        return restored;
    }

    /// <summary>
    /// Whether writing the schedule again repairs it. Other problems are reported with their recommendations.
    /// </summary>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    private async Task<bool> NeedsRestoreAsync(
        ScheduleDefinition definition,
        Schedule schedule,
        CancellationToken cancellation
    )
    {
        switch (schedule.Health)
        {
            case ScheduleHealth.Missing or ScheduleHealth.Drifted or ScheduleHealth.Outdated:
            case ScheduleHealth.LingerOff when options.EnableLinger:
                return true;
            case ScheduleHealth.CommandGone:
                throw Error.CommandGone(
                    definition.Name,
                    definition.HostProgram,
                    definition.Container is null ? "-Command" : "-ContainerEngine"
                );
            case not ScheduleHealth.Unknown when HasOtherFiles(definition):
                return true; // Health names only the worst problem, and the files differ as well.
            case ScheduleHealth.Healthy or ScheduleHealth.Disabled:
                // The scheduler may have loaded an older version of the file. Finding out takes one query per schedule.
                var query = services.Schedulers.For(definition.Scheduler).Query;
                if (
                    definition.Enabled
                    && !await query.IsCurrentVersionAsync(definition, cancellation).ConfigureAwait(false)
                )
                    return true;
                services.Reporter.Verbose($"'{definition.Name}' is {schedule.Health} and needs no repair.");
                return false;
            case ScheduleHealth.LingerOff:
                services.Reporter.Warning($"'{definition.Name}' is LingerOff. {schedule.HealthDetail}");
                return false;
            default:
                services.Reporter.Warning(
                    $"'{definition.Name}' is {schedule.Health}, which Repair-MempalaceSchedule cannot fix. "
                        + schedule.HealthDetail
                );
                return false;
        }
    }

    private bool HasOtherFiles(ScheduleDefinition definition) =>
        drift.Read(definition, services.Schedulers.For(definition.Scheduler)).Count > 0;
}

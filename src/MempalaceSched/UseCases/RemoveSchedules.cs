using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Removes schedules and orphans. All schedules are removed as one change.</summary>
/// <param name="services">The machine.</param>
/// <param name="purge">Whether history and logs are deleted too.</param>
/// <param name="confirmation">Shows or asks about each removal.</param>
internal sealed class RemoveSchedules(Services services, bool purge, Confirmation confirmation)
{
    private readonly RemovalPlan removal = new(services, purge);
    private readonly List<ScheduleMatch> seen = [];
    private readonly List<ScheduleDefinition> confirmed = [];

    /// <summary>Adds what is to be removed, and asks about each schedule.</summary>
    public async Task AddAsync(IEnumerable<ScheduleMatch> matches, CancellationToken cancellation)
    {
        foreach (var match in matches.Where(match => !seen.Exists(match.IsSameAs)))
        {
            seen.Add(match);
            if (match.Orphan is not null)
                continue;
            var ofHistory = purge ? " with its history and logs" : "";
            await ConfirmAsync(
                    match.Definition,
                    $"the schedule '{match.Definition.Name}'{ofHistory}",
                    confirmed,
                    cancellation
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Removes the confirmed schedules, then the orphans.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await RemoveAsync(confirmed, cancellation).ConfigureAwait(false);
        await RemoveOrphansAsync([.. seen.Select(match => match.Orphan).OfType<Orphan>()], cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Removes orphans, after asking about each.</summary>
    public async Task RemoveOrphansAsync(IReadOnlyList<Orphan> orphans, CancellationToken cancellation)
    {
        var removed = new List<ScheduleDefinition>();
        foreach (var orphan in orphans)
        {
            var title = services.Schedulers.For(orphan.Scheduler).Title;
            var what = $"the leftover files and entries of '{orphan.Name}' on {title}";
            await ConfirmAsync(orphan.Definition, what, removed, cancellation).ConfigureAwait(false);
        }
        await RemoveAsync(removed, cancellation).ConfigureAwait(false);
    }

    private Task<bool> ConfirmAsync(
        ScheduleDefinition definition,
        string what,
        List<ScheduleDefinition> accepted,
        CancellationToken cancellation
    ) =>
        services.Reporter.TryAsync(async () =>
        {
            CheckNotRunning(definition);
            var isAccepted = await confirmation
                .AskAsync(
                    $"Remove {what}",
                    $"Remove {what}?",
                    token => removal.For([definition]).PreviewAsync(services.ChangeContext, token),
                    cancellation
                )
                .ConfigureAwait(false);
            if (isAccepted)
                accepted.Add(definition);
        });

    /// <exception cref="MempalaceException">
    /// <c>MineRunning</c>: a run writes to the history that would be deleted.
    /// </exception>
    private void CheckNotRunning(ScheduleDefinition definition)
    {
        if (purge && RunMarker.Read(services.Paths, definition.Name) is { } run)
            throw Error.MineRunning(
                definition.Name,
                $"PID {run.Pid}, since {run.Started.ToLocalTime():HH:mm:ss}",
                "Wait for the run to end, or remove the schedule without -Purge."
            );
    }

    private async Task RemoveAsync(List<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        if (definitions.Count == 0)
            return;
        await services
            .Reporter.TryAsync(async () =>
            {
                using var _ = await ChangeLock.TakeAsync(services.Paths, cancellation).ConfigureAwait(false);
                definitions.ForEach(CheckNotRunning); // again, because a run may have started in the meantime
                await services
                    .NewRunner()
                    .ApplyAsync(removal.For(definitions), null, cancellation)
                    .ConfigureAwait(false);
                removal.DeleteEmptyFolders();
            })
            .ConfigureAwait(false);
    }
}

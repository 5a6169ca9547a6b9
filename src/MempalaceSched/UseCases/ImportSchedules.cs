using MempalaceSched.Import;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;

namespace MempalaceSched.UseCases;

/// <summary>Replaces jobs that were made by hand with schedules that do the same.</summary>
internal sealed class ImportSchedules
{
    private readonly Services services;
    private readonly bool force;
    private readonly Dictionary<string, ForeignJob> adopted = new(StringComparer.Ordinal);
    private readonly DefinitionFactory factory;
    private readonly ScheduleUpdate update;

    /// <param name="services">The machine.</param>
    /// <param name="force">Whether an installed schedule of the same name is replaced.</param>
    /// <param name="confirmation">Shows or asks about each change.</param>
    public ImportSchedules(Services services, bool force, Confirmation confirmation)
    {
        (this.services, this.force) = (services, force);
        factory = new DefinitionFactory(services, confirmation.IsPreview);
        var options = new InstallOptions(EnableLinger: false, force) { Adopted = adopted };
        update = new ScheduleUpdate(services, options, confirmation, "Import");
    }

    /// <summary>
    /// Imports the jobs with matching names from the given schedulers, or from all that are available.
    /// </summary>
    /// <param name="kinds">The schedulers; none for all.</param>
    /// <param name="patterns">The names of jobs. A job also matches by the name that its schedule gets.</param>
    /// <param name="cancellation">Cancels the search and the changes.</param>
    public async Task<IReadOnlyList<Schedule>> RunAsync(
        IReadOnlyCollection<SchedulerKind> kinds,
        IReadOnlyList<NamePattern> patterns,
        CancellationToken cancellation
    )
    {
        foreach (var kind in Places(kinds))
            await services.Reporter.TryAsync(() => ImportFromAsync(kind, patterns, cancellation)).ConfigureAwait(false);
        return await update.RunAsync(cancellation).ConfigureAwait(false);
    }

    private IEnumerable<SchedulerKind> Places(IReadOnlyCollection<SchedulerKind> kinds)
    {
        if (kinds.Count > 0 && !kinds.Contains(SchedulerKind.Auto))
            return kinds.Distinct();
        var sources = services.Schedulers.All.Where(scheduler => scheduler.ForeignJobs is not null).ToList();
        var available = sources.Where(scheduler => scheduler.Unavailable is null).ToList();
        // If none is available, the choice of each reports why.
        return (available.Count > 0 ? available : sources).Select(scheduler => scheduler.Kind);
    }

    private async Task ImportFromAsync(
        SchedulerKind kind,
        IReadOnlyList<NamePattern> patterns,
        CancellationToken cancellation
    )
    {
        var scheduler = services.Schedulers.Choose(kind, services.Reporter.Verbose);
        var jobs = scheduler.ForeignJobs is { } source
            ? await source.FindAsync(cancellation).ConfigureAwait(false)
            : [];
        services.Reporter.Verbose($"{scheduler.Title}: {jobs.Count} jobs that were made by hand start mempalace.");
        foreach (var job in jobs.Where(job => patterns.Any(pattern => IsMatch(pattern, job))))
            await services.Reporter.TryAsync(() => ImportAsync(job, scheduler, cancellation)).ConfigureAwait(false);
    }

    private static bool IsMatch(NamePattern pattern, ForeignJob job) =>
        pattern.Matches(job.Name) || (job.Job?.Name is { } name && pattern.Matches(name));

    private async Task ImportAsync(ForeignJob job, IScheduler scheduler, CancellationToken cancellation)
    {
        try
        {
            if (job.Job is not { } read)
                throw new NotUnderstoodException(job.Reason ?? "");
            var name = NameFor(read);
            var definition = await factory
                .CreateAsync(
                    AdoptedRequest.From(read, name, services.Environment.Home),
                    scheduler,
                    old: null,
                    cancellation,
                    AdoptedRequest.EnvironmentFor(read, services.Environment)
                )
                .ConfigureAwait(false);
            adopted[name] = job;
            update.Add(definition, scheduler);
            services.Reporter.Verbose($"{job.Place} becomes the schedule '{name}'.");
        }
        catch (NotUnderstoodException e)
        {
            services.Reporter.Warning($"{job.Place} was not imported: {e.Message}.");
        }
    }

    /// <summary>The name of the job's schedule. If several jobs would get the same name, a number is added.</summary>
    private string NameFor(AdoptedJob job)
    {
        var isInContainer = job.Command.Container is not null;
        var wanted = job.Name ?? SourceCatalog.For(job.Command.Source).NameFor(isInContainer);
        var known = services.Definitions.Names();
        if (!force && known.Contains(wanted) && !adopted.ContainsKey(wanted))
            throw new NotUnderstoodException(
                $"a schedule '{wanted}' is already installed; remove one of the two, or use -Force to replace it"
            );
        var name = wanted;
        for (var number = 2; adopted.ContainsKey(name) || (name != wanted && known.Contains(name)); number++)
            name = $"{wanted}-{number}";
        return name;
    }
}

using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>
/// Finds the schedules and orphans that names refer to. A literal name that refers to nothing is reported as an error.
/// </summary>
internal sealed class ScheduleFinder(Services services)
{
    private readonly OrphanFinder orphanFinder = new(services);
    private IReadOnlyList<Orphan>? orphans;

    /// <summary>The definitions that names refer to, each once.</summary>
    public IReadOnlyList<ScheduleDefinition> Find(IEnumerable<NamePattern> patterns)
    {
        var known = services.Definitions.Names();
        var found = new List<ScheduleDefinition>();
        foreach (var name in Names(patterns, known))
            services.Reporter.Try(() => found.Add(Read(name)));
        return found;
    }

    /// <summary>The schedules and orphans that names refer to.</summary>
    public async Task<IReadOnlyList<ScheduleMatch>> FindAllAsync(
        IEnumerable<NamePattern> patterns,
        CancellationToken cancellation
    )
    {
        var all = await OrphansAsync(cancellation).ConfigureAwait(false);
        var known = services.Definitions.Names();
        var names = known.Union(all.Select(orphan => orphan.Name), StringComparer.Ordinal);
        var found = new List<ScheduleMatch>();
        foreach (var name in Names(patterns, [.. names.Order(StringComparer.Ordinal)]))
        {
            var ofName = all.Where(orphan => orphan.Name == name).ToList();
            if (ofName.Count == 0 || known.Contains(name))
                services.Reporter.Try(() => found.Add(new ScheduleMatch(Read(name), null)));
            found.AddRange(ofName.Select(orphan => new ScheduleMatch(orphan.Definition, orphan)));
        }
        return found;
    }

    /// <summary>What schedule objects stand for: a schedule, or an orphan of the same name and scheduler.</summary>
    public async Task<IReadOnlyList<ScheduleMatch>> FindAllAsync(
        IEnumerable<Schedule> schedules,
        CancellationToken cancellation
    )
    {
        var found = new List<ScheduleMatch>();
        foreach (var schedule in schedules)
        {
            var matches = await FindAllAsync([NamePattern.Literal(schedule.Name)], cancellation).ConfigureAwait(false);
            var isOrphan = schedule.Health == ScheduleHealth.Orphaned;
            found.AddRange(
                matches.Where(match =>
                    match.Orphan is null ? !isOrphan : isOrphan && match.Orphan.Scheduler == schedule.Scheduler
                )
            );
        }
        return found;
    }

    /// <summary>All orphans. The schedulers are searched once.</summary>
    public async Task<IReadOnlyList<Orphan>> OrphansAsync(CancellationToken cancellation) =>
        orphans ??= await orphanFinder.FindAsync(cancellation).ConfigureAwait(false);

    /// <summary>Searches for orphans and does other work at the same time. Both wait for other programs.</summary>
    public async Task<T> SearchOrphansDuringAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        var search = OrphansAsync(cancellation);
        var result = await work().ConfigureAwait(false);
        await search.ConfigureAwait(false);
        return result;
    }

    private static IEnumerable<string> Names(IEnumerable<NamePattern> patterns, IReadOnlyList<string> known) =>
        patterns.SelectMany(pattern => pattern.Expand(known)).Distinct(StringComparer.Ordinal);

    private ScheduleDefinition Read(string name) =>
        (ScheduleName.IsValid(name) ? services.Definitions.Find(name) : null)
        ?? throw Error.ScheduleNotFound(name, services.Definitions.Names());
}

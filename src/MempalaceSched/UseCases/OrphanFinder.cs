using System.Text.RegularExpressions;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>
/// Finds artefacts that carry the module's mark and belong to no definition. Each scheduler is searched once.
/// </summary>
/// <remarks>
/// An orphan is removed by an ordinary removal. For this, it gets a definition that contains only what
/// <see cref="ISchedulePlanner.PlanRemove"/> needs and that is never written.
/// </remarks>
internal sealed partial class OrphanFinder(Services services)
{
    /// <summary>The orphans, sorted by name.</summary>
    public async Task<IReadOnlyList<Orphan>> FindAsync(CancellationToken cancellation)
    {
        var known = services.Definitions.Names().ToHashSet(StringComparer.Ordinal);
        var found = new List<Orphan>();
        foreach (var scheduler in services.Schedulers.All.Where(scheduler => scheduler.Unavailable is null))
        {
            var artefacts = await SearchAsync(scheduler, cancellation).ConfigureAwait(false);
            foreach (var group in artefacts.GroupBy(artefact => (artefact.Name, artefact.LabelPrefix)))
            {
                var (name, prefix) = group.Key;
                var installed = known.Contains(name) ? services.Definitions.FindReadable(name) : null;
                // A definition that cannot be read may own everything with its name.
                var mayOwn = known.Contains(name) && (installed is null || Owns(installed, scheduler, prefix));
                if (!mayOwn)
                    found.Add(new Orphan(name, scheduler.Kind, [.. group], installed?.Scheduler));
            }
        }
        return [.. WithLaunchers(found, known).OrderBy(orphan => orphan.Name, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Adds launchers without a definition to the orphan of the same name. A launcher alone is an orphan too.
    /// </summary>
    private IEnumerable<Orphan> WithLaunchers(List<Orphan> found, HashSet<string> known)
    {
        var launchers = MarkedFiles
            .In(services.Paths.Launchers, LauncherMark(), "*")
            .Where(launcher => !known.Contains(launcher.Name))
            .ToList();
        var onlyDefinitions = services.Schedulers.All.First(scheduler => !scheduler.Traits.KeepsArtefacts).Kind;
        var alone = launchers.Where(launcher => found.All(orphan => orphan.Name != launcher.Name));
        return found
            .Select(orphan =>
                orphan with
                {
                    Artefacts = [.. orphan.Artefacts, .. launchers.Where(launcher => launcher.Name == orphan.Name)],
                }
            )
            .Concat(alone.Select(launcher => new Orphan(launcher.Name, onlyDefinitions, [launcher], null)));
    }

    private async Task<IReadOnlyList<MarkedArtefact>> SearchAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        try
        {
            return await scheduler.Query.FindArtefactsAsync(cancellation).ConfigureAwait(false);
        }
        catch (MempalaceException error)
        {
            // Users with schedules on this scheduler get a warning from the query. Others do not need one.
            services.Reporter.Verbose($"{scheduler.Title} was not searched for orphans: {error.Message}");
            return [];
        }
    }

    private static bool Owns(ScheduleDefinition definition, IScheduler scheduler, string? prefix) =>
        definition.Scheduler == scheduler.Kind && (prefix is null || definition.LabelPrefix == prefix);

    [GeneratedRegex(@"^# X-Mempalace-Schedule=(.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex LauncherMark();
}

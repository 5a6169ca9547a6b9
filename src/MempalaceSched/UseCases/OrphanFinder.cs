using System.Text.RegularExpressions;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Looks for what carries our mark and belongs to no definition: one look for each scheduler, however much there is.</summary>
internal sealed partial class OrphanFinder(
    StandardPaths paths,
    SchedulerSelector schedulers,
    DefinitionStore definitions,
    IReporter reporter
)
{
    /// <summary>The orphans, by name.</summary>
    public async Task<IReadOnlyList<Orphan>> FindAsync(CancellationToken cancellation)
    {
        var known = definitions.Names().ToHashSet(StringComparer.Ordinal);
        var found = new List<Orphan>();
        foreach (var scheduler in schedulers.All.Where(scheduler => scheduler.Unavailable is null))
        foreach (
            var group in (await TracesAsync(scheduler, cancellation).ConfigureAwait(false)).GroupBy(trace =>
                (trace.Name, trace.LabelPrefix)
            )
        )
        {
            var installed = known.Contains(group.Key.Name) ? definitions.FindReadable(group.Key.Name) : null; // of one that cannot be read nobody knows what it owns
            if (
                known.Contains(group.Key.Name)
                && (installed is null || Owns(installed, scheduler, group.Key.LabelPrefix))
            )
                continue;
            found.Add(new Orphan(group.Key.Name, scheduler.Kind, [.. group], installed?.Scheduler));
        }
        return [.. WithLaunchers(found, known).OrderBy(orphan => orphan.Name, StringComparer.Ordinal)];
    }

    /// <summary>A launcher without a definition belongs to what else there is of that name; alone it is an orphan by itself.</summary>
    private IEnumerable<Orphan> WithLaunchers(List<Orphan> found, HashSet<string> known)
    {
        var launchers = MarkedFiles
            .In(paths.Launchers, Mark(), "*")
            .Where(launcher => !known.Contains(launcher.Name))
            .ToList();
        return found
            .Select(orphan =>
                orphan with
                {
                    Traces = [.. orphan.Traces, .. launchers.Where(launcher => launcher.Name == orphan.Name)],
                }
            )
            .Concat(
                launchers
                    .Where(launcher => found.All(orphan => orphan.Name != launcher.Name))
                    .Select(launcher => new Orphan(launcher.Name, SchedulerKind.Embedded, [launcher], null))
            );
    }

    private async Task<IReadOnlyList<MarkedArtefact>> TracesAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        try
        {
            return await scheduler.Query.FindArtefactsAsync(cancellation).ConfigureAwait(false);
        }
        catch (MempalaceException fault)
        {
            // Who has schedules there is told so anyway; who has none need not know.
            reporter.Verbose($"{scheduler.Title} was not searched for what is left over: {fault.Message}");
            return [];
        }
    }

    private static bool Owns(ScheduleDefinition definition, IScheduler scheduler, string? prefix) =>
        definition.Scheduler == scheduler.Kind && (prefix is null || definition.LabelPrefix == prefix);

    [GeneratedRegex(@"^# X-Mempalace-Schedule=(.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}

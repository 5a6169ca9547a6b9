using MempalaceSched.Errors;
using MempalaceSched.Import;
using MempalaceSched.Mempalace;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Finds what mines without being ours, and makes definitions of it.</summary>
/// <param name="bench">What the call works with.</param>
/// <param name="force">Whether a schedule of ours that has the name is replaced.</param>
/// <param name="planOnly">Whether only the plan is to be shown.</param>
internal sealed class ImportOperation(Workbench bench, bool force, bool planOnly)
{
    private static readonly SchedulerKind[] WithForeign =
    [
        SchedulerKind.Systemd,
        SchedulerKind.Launchd,
        SchedulerKind.Cron,
    ];

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Where to look: what was asked for, or all that are here.</summary>
    public IEnumerable<SchedulerKind> Places(IReadOnlyCollection<SchedulerKind> wanted)
    {
        if (wanted.Count > 0 && !wanted.Contains(SchedulerKind.Auto))
            return wanted.Distinct();
        var here = WithForeign.Where(kind => bench.Schedulers.Of(kind).Unavailable is null).ToList();
        return here.Count > 0 ? here : WithForeign; // where there is none, each says why
    }

    /// <summary>The scheduler of that kind.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerUnavailable</c>.</exception>
    public IScheduler Scheduler(SchedulerKind kind) => bench.Schedulers.Choose(kind, bench.Reporter.Verbose);

    /// <summary>The definition that does the same as a job, or why there is none.</summary>
    /// <exception cref="MempalaceException">The job is understood, and a schedule of it cannot be had: its program is gone, above all.</exception>
    public async Task<(ScheduleDefinition? Definition, string? Reason)> AdoptAsync(
        ForeignJob job,
        IScheduler scheduler,
        CancellationToken cancellation
    )
    {
        if (job.Job is not { } read)
            return (null, job.Reason);
        try
        {
            var name = NameOf(read);
            var containers = new ContainerOperation(bench, planOnly);
            var request = containers.WithEngine(AdoptedRequest.Of(read, name, bench.Environment.Home), old: null);
            var built = new DefinitionBuilder(AdoptedRequest.Surroundings(read, bench.Environment)).Build(
                request,
                scheduler.Kind
            );
            var definition = await containers
                .CompleteAsync(built, request, old: null, cancellation)
                .ConfigureAwait(false);
            taken.Add(name);
            return (definition, null);
        }
        catch (NotUnderstoodException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The name that it has or gets: a number is added where several jobs would have the same.</summary>
    private string NameOf(AdoptedJob job)
    {
        var wanted =
            job.Name ?? SourceCatalog.Of(job.Command.Source).NameFor(isInContainer: job.Command.Container is not null);
        var known = bench.Definitions.Names();
        if (!force && known.Contains(wanted) && !taken.Contains(wanted))
            throw new NotUnderstoodException(
                $"there is a schedule '{wanted}' already; remove one of the two, or give -Force to have this one in its place"
            );
        var name = wanted;
        for (var number = 2; taken.Contains(name) || (name != wanted && known.Contains(name)); number++)
            name = $"{wanted}-{number}";
        return name;
    }
}

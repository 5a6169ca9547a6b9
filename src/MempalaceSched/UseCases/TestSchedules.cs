using MempalaceSched.Health;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Checks schedules. Nothing is changed.</summary>
internal sealed class TestSchedules(Services services)
{
    private readonly ScheduleFinder finder = new(services);
    private readonly ReadSchedules reader = new(services);
    private readonly List<CheckSubject> checkedSubjects = [];
    private bool isAnyFound;

    /// <summary>The results for the schedules and orphans that names refer to.</summary>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        IReadOnlyList<NamePattern> patterns,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var matches = await finder.FindAllAsync(patterns, cancellation).ConfigureAwait(false);
        isAnyFound |= matches.Count > 0 || services.Definitions.Names().Count > 0;
        foreach (var orphan in matches.Select(match => match.Orphan).OfType<Orphan>())
            yield return Verdict.Warn(orphan.Description, orphan.Recommendation).ToResult(orphan.Name, "definition");
        var definitions = matches.Where(match => match.Orphan is null).Select(match => match.Definition);
        foreach (var subject in await SubjectsAsync([.. definitions], cancellation).ConfigureAwait(false))
        {
            checkedSubjects.Add(subject);
            foreach (var check in Checkup.For(subject.Definition))
                yield return await Checkup.RunAsync(check, subject, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The results after those of all schedules: of the probes, or that no schedule is installed.</summary>
    /// <param name="deep">Whether each scheduler runs a probe for each of its schedules.</param>
    /// <param name="cancellation">Stops the probes.</param>
    public async Task<IReadOnlyList<CheckResult>> FinishAsync(bool deep, CancellationToken cancellation)
    {
        var results = new List<CheckResult>();
        if (!isAnyFound)
            results.Add(Checkup.NothingInstalled);
        // All probes run at the same time, because each one takes up to two minutes under cron.
        var probes = deep ? checkedSubjects.Select(subject => DeepCheck.RunAsync(subject, cancellation)) : [];
        foreach (var found in await Task.WhenAll(probes).ConfigureAwait(false))
            results.AddRange(found);
        return results;
    }

    private async Task<IReadOnlyList<CheckSubject>> SubjectsAsync(
        IReadOnlyList<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var subjects = new List<CheckSubject>();
        foreach (var group in definitions.GroupBy(definition => definition.Scheduler))
        {
            var scheduler = services.Schedulers.For(group.Key);
            var live = await ReadSchedules.AskAsync(scheduler, [.. group], cancellation).ConfigureAwait(false);
            subjects.AddRange(
                group.Select(definition => new CheckSubject(
                    services,
                    definition,
                    reader.Combine(definition, live[definition.Name]),
                    live[definition.Name],
                    scheduler,
                    DateTimeOffset.UtcNow,
                    SystemTime.Instance.LocalTimeZone
                ))
            );
        }
        return subjects;
    }
}

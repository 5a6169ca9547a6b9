using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Calculates the state of schedules from their definitions and the occurrences that were handled.</summary>
internal sealed class EmbeddedQuery(StandardPaths paths, TimeProvider time) : IScheduleQuery
{
    /// <summary>How to start the scheduler.</summary>
    internal const string Recommendation = "Start it with Start-MempalaceScheduler, and keep it running.";

    public Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var isRunning = SchedulerLock.Holder(paths) is not null;
        var (now, zone) = (time.GetUtcNow(), time.LocalTimeZone);
        IReadOnlyDictionary<string, LiveState> states = definitions.ToDictionary(
            definition => definition.Name,
            definition => Read(definition, isRunning, now, zone)
        );
        return Task.FromResult(states);
    }

    public IReadOnlyList<string> Warnings() =>
        SchedulerLock.Holder(paths) is null
            ? [$"The embedded scheduler is not running, so no schedule runs by itself. {Recommendation}"]
            : [];

    private LiveState Read(ScheduleDefinition definition, bool isRunning, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (!definition.Enabled)
            return new LiveState { State = ScheduleState.Disabled, Detail = "it is disabled" };
        var job = new Job(definition, HandledFile.Load(paths, definition.Name));
        HandledFile.AddStamp(paths, job, now, zone);
        return new LiveState
        {
            State = isRunning ? ScheduleState.Waiting : ScheduleState.NotRunning,
            IsAccepted = true,
            NextRun = job.NextDue(now, zone),
            Detail = isRunning ? "the embedded scheduler is running" : "the embedded scheduler is not running",
        };
    }
}

/// <summary>
/// Runs a probe here, if there is a scheduler. The scheduler takes no commands, and it would run the probe in the same
/// way: as a child process of /bin/sh.
/// </summary>
internal sealed class EmbeddedProbe(StandardPaths paths, IProcessRunner processes) : IProbeRunner
{
    public async Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation)
    {
        if (SchedulerLock.Holder(paths) is null)
            throw Error.SchedulerUnavailable(
                "The embedded scheduler",
                "it is not running.",
                EmbeddedQuery.Recommendation
            );
        await processes.RunAsync(new ProcessCommand("/bin/sh", probe.Script), cancellation).ConfigureAwait(false);
    }
}

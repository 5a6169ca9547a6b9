using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Our own scheduler, for machines that have none: Start-MempalaceScheduler runs what is installed for it.</summary>
internal sealed class EmbeddedScheduler(
    HostEnvironment environment,
    StandardPaths paths,
    IProcessRunner processes,
    TimeProvider time
) : IScheduler
{
    public SchedulerKind Kind => SchedulerKind.Embedded;

    public string Title => "the embedded scheduler";

    public Unavailability? Unavailable =>
        environment.Platform == PlatformKind.Other ? new("it needs a POSIX shell.", "Use it on Linux or macOS.") : null;

    public IReadOnlyList<WriteFile> FilesOf(ScheduleDefinition definition) => [];

    public ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    ) =>
        options.EnableLinger
            ? throw Fault.OptionConflict(
                "-EnableLinger is for systemd, and these schedules are for the embedded scheduler.",
                "Leave it out."
            )
            : ChangePlan.Empty;

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions) => ChangePlan.Empty;

    public Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var alive = SchedulerLock.Holder(paths) is not null;
        var (now, zone) = (time.GetUtcNow(), time.LocalTimeZone);
        IReadOnlyDictionary<string, LiveState> states = definitions.ToDictionary(
            definition => definition.Name,
            definition => Read(definition, alive, now, zone)
        );
        return Task.FromResult(states);
    }

    /// <summary>The scheduler has no door for others. It runs launchers as its children, by /bin/sh, and so is the probe run here, if there is a scheduler.</summary>
    public async Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation)
    {
        if (SchedulerLock.Holder(paths) is null)
            throw Fault.SchedulerUnavailable("The embedded scheduler", "it does not run.", Caveats()[0]);
        await processes.RunAsync(new ProcessCommand("/bin/sh", probe.Script), cancellation).ConfigureAwait(false);
    }

    public bool StartWaits => false;

    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        LauncherCommand.Manual(paths.Launcher(definition.Name));

    public IReadOnlyList<string> Caveats() =>
        SchedulerLock.Holder(paths) is null
            ?
            [
                "Without the embedded scheduler nothing runs by itself, and it does not run now. Start it, and keep it running: mempalace-sched Start-MempalaceScheduler (in pwsh: Start-MempalaceScheduler).",
            ]
            : [];

    private LiveState Read(ScheduleDefinition definition, bool alive, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (!definition.Enabled)
            return new LiveState { State = ScheduleState.Disabled, Detail = "it is disabled" };
        var job = new Job(definition, HandledFile.Load(paths, definition.Name));
        HandledFile.AddStamp(paths, job, now, zone);
        return new LiveState
        {
            State = alive ? ScheduleState.Waiting : ScheduleState.NotRunning,
            IsAccepted = true,
            NextRun = job.NextDue(now, zone),
            Detail = alive ? "the embedded scheduler runs" : "the embedded scheduler does not run",
        };
    }
}

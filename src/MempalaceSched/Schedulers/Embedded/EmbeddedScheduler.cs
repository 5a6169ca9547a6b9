using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// The scheduler of this module, for machines that have no other: Start-MempalaceScheduler runs the schedules that are
/// installed for it. It reads the definitions, so it has no files of its own besides the occurrences that were handled.
/// </summary>
internal sealed class EmbeddedScheduler(
    HostEnvironment environment,
    StandardPaths paths,
    IProcessRunner processes,
    TimeProvider time
) : IScheduler
{
    public SchedulerKind Kind => SchedulerKind.Embedded;

    public string Title => "the embedded scheduler";

    public SchedulerTraits Traits { get; } =
        new()
        {
            HasRandomDelay = true,
            HasCatchUp = true,
            KeepsArtefacts = false,
        };

    public Unavailability? Unavailable =>
        environment.Platform == PlatformKind.Other
            ? new("it needs a POSIX shell.", "Use the module on Linux, macOS or WSL.")
            : null;

    public ISchedulePlanner Planner { get; } = new EmbeddedPlanner(paths);

    public IScheduleQuery Query { get; } = new EmbeddedQuery(paths, time);

    public IRunControl Runs { get; } = new EmbeddedRunControl(paths);

    public IProbeRunner Probes { get; } = new EmbeddedProbe(paths, processes);
}

using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>
/// The files that every schedule has: the definition, the launcher's settings, and the launcher program that all
/// schedules share. Each definition is rendered once per call.
/// </summary>
/// <param name="paths">Where the files are.</param>
/// <param name="schedulerOf">Finds a scheduler, which decides what the launcher must add.</param>
internal sealed class OwnFiles(StandardPaths paths, Func<SchedulerKind, IScheduler> schedulerOf)
{
    /// <summary>The time that a run gets to close the palace after TERM, before KILL.</summary>
    private static readonly TimeSpan MaximumGrace = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The time that the launcher needs after the run, to write the history before the scheduler kills it.
    /// </summary>
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(15);

    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> files = [];

    /// <summary>The files of a schedule, the definition first.</summary>
    public IReadOnlyList<WriteFile> For(ScheduleDefinition definition) => files.GetValue(definition, Render);

    private IReadOnlyList<WriteFile> Render(ScheduleDefinition definition) =>
        [
            new WriteFile(
                paths.Definition(definition.Name),
                DefinitionFormat.Write(definition),
                FileModes.Private,
                OwnershipMarks.Definition(definition.Name)
            )
            {
                // The other files of a new schedule show the same values, and a preview should fit on two screens.
                PreviewStyle = FilePreview.Changes,
            },
            LauncherSettings.File(definition, paths, NeedsFor(definition)),
            LauncherProgram.File(paths),
        ];

    private LauncherNeeds NeedsFor(ScheduleDefinition definition)
    {
        var scheduler = schedulerOf(definition.Scheduler);
        var traits = scheduler.Traits;
        // In a container, the host side waits for the inside, so it needs that time twice.
        var reserve = definition.Container is null ? TimeToFinish : 2 * TimeToFinish;
        var available = traits.StopTimeout == TimeSpan.MaxValue ? MaximumGrace : traits.StopTimeout - reserve;
        return new LauncherNeeds(
            traits.HasRandomDelay ? TimeSpan.Zero : definition.RandomDelay,
            !traits.HasLowPriority,
            traits.KeepsOutput,
            traits.KeepsOutput ? scheduler.Planner.LogsFor(definition) : [],
            available < MaximumGrace ? available : MaximumGrace,
            scheduler.Planner.RetryOf(definition)
        );
    }
}

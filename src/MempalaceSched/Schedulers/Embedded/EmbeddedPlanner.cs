using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Plans nothing: the embedded scheduler notices by itself when a definition is added, changed or removed.
/// </summary>
internal sealed class EmbeddedPlanner(StandardPaths paths) : ISchedulePlanner
{
    public IReadOnlyList<WriteFile> FilesFor(ScheduleDefinition definition) => [];

    public ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    ) =>
        options.EnableLinger
            ? throw Error.OptionConflict(
                "-EnableLinger applies to systemd only, not to the embedded scheduler.",
                "Omit -EnableLinger."
            )
            : ChangePlan.Empty;

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions) => ChangePlan.Empty;

    /// <summary>The loop sees that the occurrence is still due.</summary>
    public RetryStart RetryOf(ScheduleDefinition definition) => new("scheduler");

    public IReadOnlyList<string> StateFilesFor(ScheduleDefinition definition) =>
        [HandledFile.PathFor(paths, definition.Name)];
}

/// <summary>Starts runs. The embedded scheduler takes no commands, so the launcher is started directly.</summary>
internal sealed class EmbeddedRunControl(StandardPaths paths) : IRunControl
{
    public bool StartWaits => false;

    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        LauncherCommand.Manual(paths.Launcher(definition.Name));
}

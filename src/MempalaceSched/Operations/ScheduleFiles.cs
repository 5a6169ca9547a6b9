using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;
using MempalaceSched.Templates;

namespace MempalaceSched.Operations;

/// <summary>The files of schedules under one scheduler. Each definition is rendered once, however often its files are asked for.</summary>
internal sealed class ScheduleFiles(StandardPaths paths, IScheduler scheduler)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> own = [];
    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> all = [];

    /// <summary>What every scheduler needs: the definition and the launcher.</summary>
    public IReadOnlyList<WriteFile> Own(ScheduleDefinition definition) => own.GetValue(definition, Render);

    /// <summary>These, and those that the scheduler itself wants.</summary>
    public IReadOnlyList<WriteFile> All(ScheduleDefinition definition) =>
        all.GetValue(definition, each => [.. Own(each), .. scheduler.FilesOf(each)]);

    /// <summary>All but the definition itself: what can drift from it.</summary>
    public IEnumerable<WriteFile> Rendered(ScheduleDefinition definition) => All(definition).Where(file => file.Path != paths.Definition(definition.Name));

    private IReadOnlyList<WriteFile> Render(ScheduleDefinition definition) =>
    [
        new WriteFile(paths.Definition(definition.Name), DefinitionFormat.Write(definition), Private, Marks.Definition(definition.Name)),
        new WriteFile(paths.Launcher(definition.Name), LauncherScript.Render(definition, paths),
            Private | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
            Marks.Launcher(definition.Name)),
    ];
}

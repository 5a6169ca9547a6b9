using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Launcher;

/// <summary>Renders the launcher settings of a schedule as an install writes them.</summary>
internal static class LauncherFile
{
    public static string Render(ScheduleDefinition definition, StandardPaths paths)
    {
        var environment = Machine.With("/home/robin");
        var schedulers = new SchedulerSelector(environment, paths, new RecordedProcesses(), TimeProvider.System);
        return new OwnFiles(paths, schedulers.For)
            .For(definition)
            .Single(file => file.Path == paths.Launcher(definition.Name))
            .Content;
    }
}

using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Export;

/// <summary>The README of an export: how to install, check, run and uninstall the schedules by hand.</summary>
internal static class ExportReadme
{
    /// <summary>The text of the README.</summary>
    public static string Render(IReadOnlyList<ExportedSchedule> schedules, StandardPaths paths) =>
        TemplateRenderer.Render("export.md.scriban", Values(schedules), new TemplateSource(paths.Templates));

    /// <summary>The variables of the template and of the templates that it includes.</summary>
    public static IReadOnlyDictionary<string, object?> Values(IReadOnlyList<ExportedSchedule> schedules) =>
        new Dictionary<string, object?>
        {
            ["schedulers"] = schedules
                .GroupBy(schedule => schedule.Scheduler.Kind)
                .Select(group => Scheduler([.. group]))
                .ToList(),
        };

    /// <summary>The variables of one scheduler. All of its schedules are for the same machine and user.</summary>
    private static Dictionary<string, object?> Scheduler(IReadOnlyList<ExportedSchedule> schedules)
    {
        var (first, paths) = (schedules[0], schedules[0].Paths);
        return new()
        {
            ["kind"] = first.Scheduler.Kind.ToString(),
            ["title"] = first.Scheduler.Title,
            ["folder"] = first.Folder,
            ["platform"] = first.Environment.Platform == PlatformKind.MacOS ? "macOS" : "Linux",
            ["home"] = first.Environment.Home,
            ["definitions"] = paths.Definitions,
            ["launchers"] = paths.Launchers,
            ["program_folder"] = Path.GetDirectoryName(paths.LauncherProgram),
            ["units"] = paths.SystemdUnits,
            ["stamps"] = paths.SystemdStamps,
            ["agents"] = paths.LaunchAgents,
            ["mac_logs"] = paths.MacLogs,
            ["schedules"] = schedules.Select(schedule => Schedule(schedule.Definition, schedule.Paths)).ToList(),
        };
    }

    private static Dictionary<string, object?> Schedule(ScheduleDefinition definition, StandardPaths paths) =>
        new()
        {
            ["name"] = definition.Name,
            ["at"] = definition.At,
            ["command"] = string.Join(' ', definition.MineCommand.Words().Select(Shell.Word)),
            ["launcher"] = paths.Launcher(definition.Name),
            ["state"] = paths.StateOf(definition.Name),
            ["label"] = $"{definition.LabelPrefix}.{definition.Name}",
            ["domain"] = definition.BackgroundSession ? "user" : "gui",
        };
}

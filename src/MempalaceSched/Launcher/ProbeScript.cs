using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Launcher;

/// <summary>The script with which a scheduler checks what the launcher of a schedule needs.</summary>
internal static class ProbeScript
{
    /// <summary>The text of the script.</summary>
    /// <param name="definition">The schedule.</param>
    /// <param name="paths">The paths of this user.</param>
    /// <param name="result">The file that the script writes. It has a line KEY=VALUE for each finding.</param>
    public static string Render(ScheduleDefinition definition, StandardPaths paths, string result) =>
        TemplateRenderer.Render(
            "probe.sh.scriban",
            Values(definition, paths, result),
            new TemplateSource(paths.Templates)
        );

    /// <summary>The variables of the template.</summary>
    public static IReadOnlyDictionary<string, object?> Values(
        ScheduleDefinition definition,
        StandardPaths paths,
        string result
    ) =>
        new Dictionary<string, object?>
        {
            ["name"] = definition.Name,
            ["result"] = result,
            ["state"] = paths.StateOf(definition.Name),
            ["palace"] = definition.Palace, // ignored for a container
            ["store"] = definition.Container is null ? definition.Store?.Path ?? "" : "",
            ["store_pattern"] = definition.Store?.Pattern ?? "",
            ["command"] = definition.HostProgram,
            ["home"] = definition.CapturedEnvironment["HOME"],
            ["path"] = definition.CapturedEnvironment["PATH"],
        };
}

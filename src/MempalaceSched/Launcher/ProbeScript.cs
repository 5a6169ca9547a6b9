using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Launcher;

/// <summary>The script that looks, from where a scheduler runs things, at what the launcher of a schedule needs.</summary>
internal static class ProbeScript
{
    /// <param name="definition">The schedule.</param>
    /// <param name="paths">Where everything lies.</param>
    /// <param name="result">The file for what it finds: a line KEY=VALUE for each.</param>
    public static string Render(ScheduleDefinition definition, StandardPaths paths, string result) =>
        TemplateRenderer.Render(
            "probe.sh.scriban",
            Values(definition, paths, result),
            new TemplateSource(paths.Templates)
        );

    /// <summary>The variables of its template.</summary>
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
            ["palace"] = definition.Palace, // of a container nobody asks for it
            ["store"] = definition.Container is null ? definition.Store?.Path ?? "" : "",
            ["store_pattern"] = definition.Store?.Pattern ?? "",
            ["command"] = definition.HostProgram,
            ["home"] = definition.Surroundings["HOME"],
            ["path"] = definition.Surroundings["PATH"],
        };
}

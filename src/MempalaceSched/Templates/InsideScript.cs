using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Templates;

/// <summary>The part of a launcher that acts in the container: locks, limit and the end of the mine belong where its processes are.</summary>
internal static class InsideScript
{
    /// <summary>A script that looks around in a container, for the program that is its first argument.</summary>
    public static string Look(StandardPaths paths) =>
        TemplateRenderer.Render(
            "inside-look.sh.scriban",
            new Dictionary<string, object?>(),
            new TemplateSource(paths.Templates)
        );

    public static string Render(ScheduleDefinition definition, StandardPaths paths) =>
        TemplateRenderer.Render("inside.sh.scriban", Values(definition), new TemplateSource(paths.Templates));

    /// <summary>The variables of its template and of the parts of that.</summary>
    public static IReadOnlyDictionary<string, object?> Values(ScheduleDefinition definition) =>
        new Dictionary<string, object?>
        {
            ["name"] = definition.Name,
            ["palace"] = definition.Palace,
            ["palace_lock"] = definition.Palace.StartsWith('~') ? "" : PalaceLocation.LockName(definition.Palace),
            ["store"] = definition.Store?.Path ?? "",
            ["store_pattern"] = definition.Store?.Pattern ?? "",
            ["how_to_install"] = $"is not in the container. {SourceCatalog.Of(definition.Source).HowToInstallInside}",
            ["environment"] = LauncherScript.Variables(definition.Environment),
            ["words"] = definition.MineCommand.ShellWordsInContainer(),
        };

    /// <summary>A line that the script does not have, to stand behind it: a value may hold any line.</summary>
    public static string EndOf(string script)
    {
        var lines = script.Split('\n').ToHashSet(StringComparer.Ordinal);
        var end = "END_OF_INSIDE";
        while (lines.Contains(end))
            end += "_";
        return end;
    }
}

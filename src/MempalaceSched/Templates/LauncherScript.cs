using System.Globalization;
using MempalaceSched.Platform;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Templates;

/// <summary>The launcher of a schedule: the one script that every scheduler calls.</summary>
internal static class LauncherScript
{
    public static string Render(ScheduleDefinition definition, StandardPaths paths)
    {
        var variables = definition.Surroundings.Where(variable => variable.Key is not ("HOME" or "PATH")).Concat(definition.Environment);
        return TemplateRenderer.Render("launcher.sh.scriban", new Dictionary<string, object?>
        {
            ["name"] = definition.Name,
            ["description"] = definition.Description,
            ["state"] = paths.StateOf(definition.Name),
            ["locks"] = paths.Locks,
            ["palace"] = definition.Palace,
            ["palace_lock"] = PalaceLocation.LockName(definition.Palace),
            ["store"] = definition.Store?.Path ?? "",
            ["store_pattern"] = definition.Store?.Pattern ?? "",
            ["time_limit"] = definition.TimeLimit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            ["home"] = definition.Surroundings["HOME"],
            ["path"] = definition.Surroundings["PATH"],
            ["environment"] = variables.Select(variable => new Dictionary<string, object> { ["key"] = variable.Key, ["value"] = variable.Value }).ToList(),
            ["command"] = MineCommandLine.Of(definition),
        });
    }
}

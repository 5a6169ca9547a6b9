using System.Globalization;
using MempalaceSched.Calendars;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Templates;

/// <summary>The launcher of a schedule: the one script that every scheduler calls.</summary>
internal static class LauncherScript
{
    /// <summary>Seconds from TERM to KILL. launchd itself kills after 60, and the history is to be written before that: 15 s after the end in a container.</summary>
    private const int Grace = 60,
        LaunchdGrace = 45,
        LaunchdGraceInside = 30;

    private const string MarkLine = "# X-Mempalace-Schedule={{ name }}";

    /// <summary>What is written inside a launcher that is ours.</summary>
    public static string Mark(string name) => MarkLine.Replace("{{ name }}", name, StringComparison.Ordinal) + "\n";

    public static string Render(ScheduleDefinition definition, StandardPaths paths) =>
        TemplateRenderer.Render(
            "launcher.sh.scriban",
            Values(definition, paths),
            new TemplateSource(paths.Templates),
            MarkLine
        );

    /// <summary>The variables of its template and of the parts of that.</summary>
    public static IReadOnlyDictionary<string, object?> Values(ScheduleDefinition definition, StandardPaths paths)
    {
        var values = new Dictionary<string, object?>
        {
            ["name"] = definition.Name,
            ["description"] = definition.Description,
            ["state"] = paths.StateOf(definition.Name),
            ["locks"] = paths.Locks,
            ["time_limit"] = definition.TimeLimit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            ["grace"] =
                definition.Scheduler != SchedulerKind.Launchd ? Grace
                : definition.Container is null ? LaunchdGrace
                : LaunchdGraceInside,
            ["random_delay"] = definition.Scheduler is SchedulerKind.Cron or SchedulerKind.Launchd
                ? definition.RandomDelay.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)
                : "0",
            ["background"] = definition.Scheduler is SchedulerKind.Cron or SchedulerKind.Embedded ? "1" : "",
            ["quiet"] = definition.Scheduler == SchedulerKind.Launchd ? "1" : "",
            ["printed"] =
                definition.Scheduler == SchedulerKind.Launchd
                    ? new[] { paths.MacLog(definition.Name), paths.MacErrorLog(definition.Name) }
                    : [],
            ["calendar"] = Calendar(definition.Recurrence),
            ["home"] = definition.Surroundings["HOME"],
            ["path"] = definition.Surroundings["PATH"],
            ["palace"] = definition.Palace,
            ["palace_lock"] = PalaceLocation.LockName(definition.Palace),
            ["store"] = definition.Store?.Path ?? "",
            ["store_pattern"] = definition.Store?.Pattern ?? "",
            ["environment"] = Variables(Inherited(definition).Concat(definition.Environment)),
            ["command"] = definition.MineCommand.Words(),
            ["on_failure"] = definition.OnFailure,
            ["on_success"] = definition.OnSuccess,
        };
        AddContainer(values, definition, paths);
        return values;
    }

    /// <summary>What only a launcher for a container needs; nothing but empty texts for others.</summary>
    private static void AddContainer(
        Dictionary<string, object?> values,
        ScheduleDefinition definition,
        StandardPaths paths
    )
    {
        var container = definition.Container;
        var inside = container is null ? "" : InsideScript.Render(definition, paths);
        values["container"] = container?.Name;
        values["container_pattern"] = EngineWords.Pattern(container?.Name ?? "");
        values["container_user"] = container?.User ?? "";
        values["engine"] = container?.Engine ?? "";
        values["engine_environment"] = Variables(Inherited(definition));
        values["inspect_format"] = EngineWords.InspectFormat;
        values["names_format"] = EngineWords.NamesFormat;
        values["inside"] = inside;
        values["inside_end"] = InsideScript.EndOf(inside);
    }

    private static IEnumerable<KeyValuePair<string, string>> Inherited(ScheduleDefinition definition) =>
        definition.Surroundings.Where(variable => variable.Key is not ("HOME" or "PATH"));

    /// <summary>Variables as templates take them.</summary>
    internal static List<Dictionary<string, object>> Variables(IEnumerable<KeyValuePair<string, string>> variables) =>
        [
            .. variables.Select(variable => new Dictionary<string, object>
            {
                ["key"] = variable.Key,
                ["value"] = variable.Value,
            }),
        ];

    /// <summary>The calendar as lists of numbers, each value of each field.</summary>
    private static Dictionary<string, string> Calendar(Recurrence recurrence) =>
        new()
        {
            ["minutes"] = string.Join(',', recurrence.Minutes.Values),
            ["hours"] = string.Join(',', recurrence.Hours.Values),
            ["days"] = string.Join(',', recurrence.Days.Values),
            ["months"] = string.Join(',', recurrence.Months.Values),
            ["weekdays"] = string.Join(',', recurrence.Weekdays.Values.Select(day => (day + 1) % 7)),
        };
}

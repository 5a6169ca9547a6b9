using System.Globalization;
using MempalaceSched.Platform;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Templates;

/// <summary>The launcher of a schedule: the one script that every scheduler calls.</summary>
internal static class LauncherScript
{
    /// <summary>Seconds from TERM to KILL. launchd itself kills after 60, and the history is to be written before that.</summary>
    private const int Grace = 60, LaunchdGrace = 45;

    private const string MarkLine = "# X-Mempalace-Schedule={{ name }}";

    /// <summary>What is written inside a launcher that is ours.</summary>
    public static string Mark(string name) => MarkLine.Replace("{{ name }}", name, StringComparison.Ordinal) + "\n";

    public static string Render(ScheduleDefinition definition, StandardPaths paths) =>
        TemplateRenderer.Render("launcher.sh.scriban", Values(definition, paths), new TemplateSource(paths.Templates), MarkLine);

    /// <summary>The variables of its template and of the parts of that.</summary>
    public static IReadOnlyDictionary<string, object?> Values(ScheduleDefinition definition, StandardPaths paths)
    {
        var variables = definition.Surroundings.Where(variable => variable.Key is not ("HOME" or "PATH")).Concat(definition.Environment);
        return new Dictionary<string, object?>
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
            ["grace"] = definition.Scheduler == SchedulerKind.Launchd ? LaunchdGrace : Grace,
            ["random_delay"] = definition.Scheduler is SchedulerKind.Cron or SchedulerKind.Launchd
                ? definition.RandomDelay.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) : "0",
            ["background"] = definition.Scheduler is SchedulerKind.Cron or SchedulerKind.Embedded ? "1" : "",
            ["quiet"] = definition.Scheduler == SchedulerKind.Launchd ? "1" : "",
            ["printed"] = definition.Scheduler == SchedulerKind.Launchd ? new[] { paths.MacLog(definition.Name), paths.MacErrorLog(definition.Name) } : [],
            ["calendar"] = Calendar(definition.Recurrence),
            ["home"] = definition.Surroundings["HOME"],
            ["path"] = definition.Surroundings["PATH"],
            ["environment"] = variables.Select(variable => new Dictionary<string, object> { ["key"] = variable.Key, ["value"] = variable.Value }).ToList(),
            ["command"] = MineCommandLine.Of(definition),
            ["on_failure"] = definition.OnFailure,
            ["on_success"] = definition.OnSuccess,
        };
    }

    /// <summary>The calendar as lists of numbers, each value of each field.</summary>
    private static Dictionary<string, string> Calendar(Recurrence recurrence) => new()
    {
        ["minutes"] = string.Join(',', recurrence.Minutes.Values),
        ["hours"] = string.Join(',', recurrence.Hours.Values),
        ["days"] = string.Join(',', recurrence.Days.Values),
        ["months"] = string.Join(',', recurrence.Months.Values),
        ["weekdays"] = string.Join(',', recurrence.Weekdays.Values.Select(day => (day + 1) % 7)),
    };
}

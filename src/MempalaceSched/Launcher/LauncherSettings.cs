using MempalaceSched.Calendars;
using MempalaceSched.Changes;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Launcher;

/// <summary>
/// The file that a scheduler starts: the settings of a schedule, and the call of the launcher program.
/// </summary>
internal static class LauncherSettings
{
    /// <summary>The template of the file.</summary>
    public const string Template = "launcher-settings.sh.scriban";

    private const string MarkLine = "# X-Mempalace-Schedule={{ name }}";

    /// <summary>The line that identifies the file as one of this module.</summary>
    public static string Mark(string name) => MarkLine.Replace("{{ name }}", name, StringComparison.Ordinal) + "\n";

    /// <summary>
    /// Whether a file is a launcher of version 0.1, which had the whole program in the file of each schedule. Such a
    /// file counts as outdated. It has no checksum, so it is not known whether it was changed.
    /// </summary>
    public static bool IsWholeProgram(string text) =>
        text.Contains("\n# X-Mempalace-Schedule=", StringComparison.Ordinal)
        && text.Contains("\n# ---- the run\n", StringComparison.Ordinal)
        && text.Contains("\nrecord \"$outcome\" \"$code\" \"$reason\"\n", StringComparison.Ordinal);

    /// <summary>The file.</summary>
    public static WriteFile File(ScheduleDefinition definition, StandardPaths paths, LauncherNeeds needs) =>
        new(
            paths.Launcher(definition.Name),
            Render(definition, paths, needs),
            FileModes.Program,
            Mark(definition.Name)
        );

    /// <summary>The text of the file.</summary>
    public static string Render(ScheduleDefinition definition, StandardPaths paths, LauncherNeeds needs) =>
        TemplateRenderer.Render(
            Template,
            Values(definition, paths, needs),
            new TemplateSource(paths.Templates),
            MarkLine
        );

    /// <summary>The variables of the template.</summary>
    public static IReadOnlyDictionary<string, object?> Values(
        ScheduleDefinition definition,
        StandardPaths paths,
        LauncherNeeds needs
    )
    {
        var container = definition.Container;
        return new Dictionary<string, object?>
        {
            ["schedule"] = ScheduleVariables.From(definition),
            ["name"] = definition.Name,
            ["description"] = definition.Description,
            ["program"] = paths.LauncherProgram,
            ["state"] = paths.StateOf(definition.Name),
            ["locks"] = paths.Locks,
            ["home"] = definition.CapturedEnvironment["HOME"],
            ["path"] = definition.CapturedEnvironment["PATH"],
            ["time_limit"] = LauncherNeeds.Seconds(definition.TimeLimit),
            ["grace"] = LauncherNeeds.Seconds(needs.Grace),
            ["random_delay"] = LauncherNeeds.Seconds(needs.RandomDelay),
            // A launcher that waits for its next try reads this file again. If the schedule is disabled, it ends.
            ["retry_interval"] = definition.Enabled ? LauncherNeeds.Seconds(definition.RetryInterval) : "0",
            ["retry_by"] = needs.Retry.By,
            ["timer_stamp"] = needs.Retry.TimerStamp,
            ["background"] = needs.LowPriority ? "1" : "",
            ["quiet"] = needs.QuietOutput ? "1" : "",
            ["printed"] = needs.FilesToKeepShort,
            ["calendar"] = Calendar(definition.Recurrence),
            ["keep_backups"] = definition.KeepBackups,
            ["palace"] = definition.Palace,
            ["palace_lock"] =
                container is not null && definition.Palace.StartsWith('~')
                    ? ""
                    : PalaceLocation.LockName(definition.Palace),
            ["store"] = definition.Store?.Path ?? "",
            ["store_pattern"] = definition.Store?.Pattern ?? "",
            ["store_variable"] = StoreVariable(definition),
            ["config_home"] = container is null ? ConfigurationHome(definition) : "",
            ["environment"] = Variables(
                container is null ? Inherited(definition).Concat(definition.Environment) : definition.Environment
            ),
            ["command"] = container is null
                ? string.Join(' ', definition.MineCommand.Words().Select(Shell.Quote))
                : definition.MineCommand.ShellWordsInContainer(),
            ["on_failure"] = definition.OnFailure,
            ["on_success"] = definition.OnSuccess,
            ["container"] = container?.Name,
            ["container_pattern"] = EngineFormats.Pattern(container?.Name ?? ""),
            ["container_user"] = container?.User ?? "",
            ["engine"] = container?.Engine ?? "",
            ["engine_environment"] = Variables(Inherited(definition)),
            ["inspect_format"] = EngineFormats.InspectFormat,
            ["names_format"] = EngineFormats.NamesFormat,
            ["how_to_install"] = $"is not in the container. {SourceCatalog.For(definition.Source).HowToInstallInside}",
        };
    }

    /// <summary>
    /// The captured variables without HOME and PATH, which the file sets separately because the launcher needs them
    /// too.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> Inherited(ScheduleDefinition definition) =>
        definition.CapturedEnvironment.Where(variable => variable.Key is not ("HOME" or "PATH"));

    /// <summary>The variable that tells the command its store; empty if it gets the store in another way.</summary>
    private static string StoreVariable(ScheduleDefinition definition) =>
        definition.Store is null ? "" : SourceCatalog.For(definition.Source).PassesStoreAs ?? "";

    /// <summary>The XDG folder for configurations as the command sees it; empty if its variable is not set.</summary>
    private static string ConfigurationHome(ScheduleDefinition definition)
    {
        const string variable = "XDG_CONFIG_HOME";
        return definition.Environment.GetValueOrDefault(variable)
            ?? definition.CapturedEnvironment.GetValueOrDefault(variable, "");
    }

    /// <summary>Variables in the form that templates need.</summary>
    private static List<Dictionary<string, object>> Variables(IEnumerable<KeyValuePair<string, string>> variables) =>
        [
            .. variables.Select(variable => new Dictionary<string, object>
            {
                ["key"] = variable.Key,
                ["value"] = variable.Value,
            }),
        ];

    /// <summary>All values of each field of the calendar, as lists of numbers.</summary>
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

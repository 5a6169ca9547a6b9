using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>What identifies a launch agent and its property list.</summary>
/// <param name="Name">The name of the schedule.</param>
/// <param name="Label">The label of the agent.</param>
/// <param name="PlistPath">The path of its property list.</param>
/// <param name="Mark">The text inside a property list that shows that it is ours.</param>
internal sealed record AgentIdentity(string Name, string Label, string PlistPath, string Mark)
{
    /// <summary>
    /// Whether a path that launchd reports is this property list. On a Mac, /var and /tmp are links into /private.
    /// </summary>
    public bool IsAt(string? path) => path == PlistPath || path == "/private" + PlistPath;
}

/// <summary>What launchd must report about an agent that it has loaded from our property list.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Launcher">The program that it starts.</param>
/// <param name="Intervals">Its calendar entries.</param>
internal sealed record ExpectedAgent(
    AgentIdentity Agent,
    string Launcher,
    IReadOnlyList<IReadOnlyDictionary<string, int>> Intervals
)
{
    /// <summary>How the loaded agent differs, according to <c>print</c>; null when it does not.</summary>
    public string? DifferenceFrom(string print)
    {
        if (LaunchctlPrint.Fields(print).GetValueOrDefault("path") is var path && !Agent.IsAt(path))
            return $"it is loaded from '{path}', not from '{Agent.PlistPath}'.";
        if (LaunchctlPrint.Block(print, "arguments") is not [var program, ..] || program != Launcher)
            return $"it would not start '{Launcher}'.";
        return Normalize(LaunchctlPrint.Descriptors(print)).SetEquals(Normalize(Intervals))
            ? null
            : "its calendar entries differ from those in the property list.";
    }

    private static HashSet<string> Normalize(IEnumerable<IReadOnlyDictionary<string, int>> intervals) =>
        [
            .. intervals.Select(interval =>
                string.Join(
                    ',',
                    interval
                        .OrderBy(field => field.Key, StringComparer.Ordinal)
                        .Select(field => $"{field.Key}={field.Value}")
                )
            ),
        ];
}

/// <summary>
/// Renders the launch agent of a schedule. The agent is started on three occasions: by the calendar, at login
/// (<c>RunAtLoad</c>) and by <c>kickstart</c>. All three run the same command with <c>--if-due</c>, and the launcher
/// distinguishes them: a request in the state folder means a manual run; otherwise it runs only if an occurrence is
/// newer than the last run for one. A login without a missed run therefore runs nothing.
/// </summary>
internal sealed class LaunchAgent(ScheduleDefinition definition, StandardPaths paths)
{
    /// <summary>
    /// Seconds from TERM to KILL when launchd stops an agent. The launcher waits less, so that it can write the history
    /// of a stopped run before launchd kills it.
    /// </summary>
    public const int ExitTimeOut = 60;

    private const string MarkLine = "<key>X-Mempalace-Schedule</key>\n\t<string>{{ name }}</string>";
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string Label { get; } = $"{definition.LabelPrefix}.{definition.Name}";

    public string PlistPath => Path.Combine(paths.LaunchAgents, Label + ".plist");

    /// <summary>The text inside a property list that shows that it is ours.</summary>
    public string Mark => MarkLine.Replace("{{ name }}", definition.Name, StringComparison.Ordinal);

    public AgentIdentity Identity => new(definition.Name, Label, PlistPath, Mark);

    public ExpectedAgent Expected => new(Identity, Launcher, Intervals);

    private string Launcher => paths.Launcher(definition.Name);

    private string SearchPath => definition.CapturedEnvironment["PATH"];

    private IReadOnlyList<IReadOnlyDictionary<string, int>> Intervals =>
        CalendarIntervals.For(definition.Recurrence, definition.At);

    /// <summary>The property list.</summary>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>, <c>ValueNotRepresentable</c>.</exception>
    public WriteFile Plist() =>
        new(
            PlistPath,
            TemplateRenderer.Render("launchd.plist.scriban", Values(), new TemplateSource(paths.Templates), MarkLine),
            Mode,
            Mark
        );

    /// <summary>The variables of the template. A new plain setting is a member of <c>schedule</c> by itself.</summary>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>, <c>ValueNotRepresentable</c>.</exception>
    public IReadOnlyDictionary<string, object?> Values()
    {
        var (log, errorLog) = (paths.MacLog(definition.Name), paths.MacErrorLog(definition.Name));
        foreach (var text in new[] { Launcher, SearchPath, log })
            if (text.Any(character => char.IsControl(character) || character is '\uFFFE' or '\uFFFF'))
                throw Error.ValueNotRepresentable(
                    "The path",
                    text,
                    "a property list cannot contain control characters",
                    "Use folders without control characters in their names."
                );
        return new Dictionary<string, object?>
        {
            ["label"] = Label,
            ["name"] = definition.Name,
            ["schedule"] = ScheduleVariables.From(definition),
            ["launcher"] = Launcher,
            ["path"] = SearchPath,
            ["intervals"] = Intervals,
            ["catch_up"] = definition.CatchUp ? "true" : "false",
            ["exit_timeout"] = ExitTimeOut,
            ["background_session"] = definition.BackgroundSession,
            ["log"] = log,
            ["error_log"] = errorLog,
        };
    }
}

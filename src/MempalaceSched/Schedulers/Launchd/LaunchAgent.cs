using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>The launch agent of a schedule: its label, its property list, and whether launchd has just that.</summary>
internal sealed class LaunchAgent(ScheduleDefinition definition, StandardPaths paths)
{
    /// <summary>Seconds from TERM to KILL when a job is stopped.</summary>
    public const int ExitTimeOut = 60;

    private const string MarkLine = "<key>X-Mempalace-Schedule</key>\n\t<string>{{ name }}</string>";
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string Name => definition.Name;

    public string Label { get; } = $"{definition.LabelPrefix}.{definition.Name}";

    public string PlistPath => Path.Combine(paths.LaunchAgents, Label + ".plist");

    /// <summary>What is written inside a property list that is ours.</summary>
    public string Mark => MarkLine.Replace("{{ name }}", Name, StringComparison.Ordinal);

    private string Launcher => paths.Launcher(definition.Name);

    private string SearchPath => definition.Surroundings["PATH"];

    private IReadOnlyList<IReadOnlyDictionary<string, int>> Intervals =>
        CalendarIntervals.Of(definition.Recurrence, definition.At);

    /// <summary>The property list.</summary>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>, <c>ValueNotRepresentable</c>.</exception>
    public WriteFile Plist() =>
        new(
            PlistPath,
            TemplateRenderer.Render("launchd.plist.scriban", Values(), new TemplateSource(paths.Templates), MarkLine),
            Mode,
            Mark
        );

    /// <summary>The variables of its template.</summary>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>, <c>ValueNotRepresentable</c>.</exception>
    public IReadOnlyDictionary<string, object?> Values()
    {
        var (log, errorLog) = (paths.MacLog(definition.Name), paths.MacErrorLog(definition.Name));
        foreach (var text in new[] { Launcher, SearchPath, log })
            if (text.Any(character => char.IsControl(character) || character is '\uFFFE' or '\uFFFF'))
                throw Fault.ValueNotRepresentable(
                    "The path",
                    text,
                    "a property list cannot hold its control characters",
                    "Use folders without them."
                );
        return new Dictionary<string, object?>
        {
            ["label"] = Label,
            ["name"] = definition.Name,
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

    /// <summary>Whether a path that launchd tells is that of this plist. /var and /tmp of a Mac are links into /private.</summary>
    public bool IsAt(string? path) => path == PlistPath || path == "/private" + PlistPath;

    /// <summary>What launchd has otherwise than written, by its <c>print</c>; null for nothing.</summary>
    public string? DifferenceFrom(string print)
    {
        if (LaunchctlPrint.Fields(print).GetValueOrDefault("path") is var path && !IsAt(path))
            return $"it is loaded from '{path}', not from '{PlistPath}'.";
        if (LaunchctlPrint.Block(print, "arguments") is not [var program, ..] || program != Launcher)
            return $"what it would run is not '{Launcher}'.";
        return Normal(LaunchctlPrint.Descriptors(print)).SetEquals(Normal(Intervals))
            ? null
            : "its calendar entries are not those that were written.";
    }

    private static HashSet<string> Normal(IEnumerable<IReadOnlyDictionary<string, int>> intervals) =>
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

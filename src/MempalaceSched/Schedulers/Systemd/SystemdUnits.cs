using System.Globalization;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Renders the two unit files of a schedule.</summary>
internal static class SystemdUnits
{
    /// <summary>Seconds that systemd waits between TERM and KILL.</summary>
    public const int StopTimeoutSeconds = 90;

    private const string MarkLine = "X-Mempalace-Schedule={{ name }}";
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// The launcher stops a run at its time limit, which is multiplied after an upgrade of mempalace. The limit of the
    /// unit is this much longer and acts only if the launcher cannot do its work.
    /// </summary>
    private static readonly TimeSpan ExtraStartTime = TimeSpan.FromMinutes(5);

    public static string Service(string name) => name + ".service";

    public static string Timer(string name) => name + ".timer";

    /// <summary>
    /// The file in which the manager stores when the timer last ran. The manager creates it when the timer is started.
    /// </summary>
    public static string Stamp(StandardPaths paths, string name) => StampOfTimer(paths, Timer(name));

    /// <summary>The stamp file of a timer.</summary>
    public static string StampOfTimer(StandardPaths paths, string timer) =>
        Path.Combine(paths.SystemdStamps, $"stamp-{timer}");

    /// <summary>The text inside a unit file that shows that it is ours.</summary>
    public static string Mark(string name) => MarkLine.Replace("{{ name }}", name, StringComparison.Ordinal) + "\n";

    public static IReadOnlyList<WriteFile> Render(ScheduleDefinition definition, StandardPaths paths)
    {
        var (values, templates) = (Values(definition, paths), new TemplateSource(paths.Templates));
        return
        [
            File(Service(definition.Name), "systemd.service.scriban"),
            File(Timer(definition.Name), "systemd.timer.scriban"),
        ];

        WriteFile File(string unit, string template) =>
            new(
                Path.Combine(paths.SystemdUnits, unit),
                TemplateRenderer.Render(template, values, templates, MarkLine),
                Mode,
                Mark(definition.Name)
            );
    }

    /// <summary>
    /// The variables of both templates. A new plain setting is a member of <c>schedule</c> by itself.
    /// </summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static IReadOnlyDictionary<string, object?> Values(ScheduleDefinition definition, StandardPaths paths)
    {
        var launcher = paths.Launcher(definition.Name);
        if (launcher.Any(char.IsControl))
            throw Error.ValueNotRepresentable(
                "The path",
                launcher,
                "a unit file cannot contain control characters",
                "Use folders (HOME, XDG_DATA_HOME) without control characters in their names."
            );

        return new Dictionary<string, object?>
        {
            ["name"] = definition.Name,
            ["description"] = definition.Description,
            ["launcher"] = launcher,
            ["schedule"] = ScheduleVariables.From(definition),
            ["stop_timeout"] = StopTimeoutSeconds,
            ["start_timeout"] =
                definition.TimeLimit == TimeSpan.Zero
                    ? "infinity"
                    : Seconds(definition.TimeLimit * ReleaseNotes.TimeLimitFactor + ExtraStartTime),
            ["at"] = definition.At,
            ["catch_up"] = definition.CatchUp ? "true" : "false",
            ["random_delay"] = Seconds(definition.RandomDelay),
        };
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + "s";
}

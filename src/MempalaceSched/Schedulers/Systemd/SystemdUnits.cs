using System.Globalization;
using System.Text.RegularExpressions;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>The two unit files of a schedule.</summary>
internal static partial class SystemdUnits
{
    private const string MarkLine = "X-Mempalace-Schedule={{ name }}";
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>How long after the launcher's own limit systemd ends a run: grace, a last try of a held palace, and some.</summary>
    private static readonly TimeSpan Backstop = TimeSpan.FromMinutes(5);

    public static string Service(string name) => name + ".service";

    public static string Timer(string name) => name + ".timer";

    /// <summary>What is written inside a unit file that is ours.</summary>
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

    /// <summary>The variables of both templates.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static IReadOnlyDictionary<string, object?> Values(ScheduleDefinition definition, StandardPaths paths)
    {
        var launcher = paths.Launcher(definition.Name);
        var store = definition.Container is null ? definition.Store : null; // systemd would look for it on this machine
        foreach (var path in new[] { launcher, store?.Path ?? "" })
            if (path.Any(char.IsControl))
                throw Fault.ValueNotRepresentable(
                    "The path",
                    path,
                    "a unit file cannot hold its control characters",
                    "Use folders (HOME, XDG_DATA_HOME) without them."
                );

        return new Dictionary<string, object?>
        {
            ["name"] = definition.Name,
            ["description"] = definition.Description,
            ["store"] = store?.Path ?? "",
            ["store_pattern"] = store?.Pattern ?? "",
            ["launcher"] = launcher,
            ["start_timeout"] =
                definition.TimeLimit == TimeSpan.Zero ? "infinity" : Seconds(definition.TimeLimit + Backstop),
            ["at"] = definition.At,
            ["catch_up"] = definition.CatchUp ? "true" : "false",
            ["random_delay"] = Seconds(definition.RandomDelay),
        };
    }

    /// <summary>The unit files that carry our mark.</summary>
    public static IReadOnlyList<Trace> Find(StandardPaths paths) =>
        [
            .. MarkedFiles
                .In(paths.SystemdUnits, AnyMark(), "*.timer", "*.service")
                .Where(IsNamedSo)
                .Select(trace =>
                    trace with
                    {
                        At = Calendar().Match(trace.Text) is { Success: true } match ? match.Groups[1].Value : "",
                    }
                ),
        ];

    /// <summary>A copy under another name, which somebody made for a unit of their own, is theirs.</summary>
    private static bool IsNamedSo(Trace trace) =>
        Path.GetFileName(trace.Where) is var file && (file == Timer(trace.Name) || file == Service(trace.Name));

    [GeneratedRegex(@"^X-Mempalace-Schedule=(.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex AnyMark();

    [GeneratedRegex(@"^OnCalendar=(.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Calendar();

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + "s";
}

using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Scheduling;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>The property list of a schedule.</summary>
internal static class LaunchAgent
{
    /// <summary>Seconds from TERM to KILL when a job is stopped.</summary>
    public const int ExitTimeOut = 60;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static string Label(ScheduleDefinition definition) => $"{definition.LabelPrefix}.{definition.Name}";

    public static string PathOf(ScheduleDefinition definition, StandardPaths paths) => Path.Combine(paths.LaunchAgents, Label(definition) + ".plist");

    /// <summary>What is written inside a property list that is ours.</summary>
    public static string Mark(string name) => $"<key>X-Mempalace-Schedule</key>\n\t<string>{name}</string>";

    public static WriteFile Render(ScheduleDefinition definition, StandardPaths paths)
    {
        var launcher = paths.Launcher(definition.Name);
        foreach (var text in new[] { launcher, definition.Surroundings["PATH"] })
            if (text.Any(character => char.IsControl(character) || character is '\uFFFE' or '\uFFFF'))
                throw Fault.ValueNotRepresentable("The path", text, "a property list cannot hold its control characters", "Use folders without them.");
        return new WriteFile(PathOf(definition, paths), TemplateRenderer.Render("launchd.plist.scriban", new Dictionary<string, object?>
        {
            ["label"] = Label(definition),
            ["name"] = definition.Name,
            ["launcher"] = launcher,
            ["path"] = definition.Surroundings["PATH"],
            ["intervals"] = CalendarIntervals.Of(definition.Recurrence, definition.At),
            ["catch_up"] = definition.CatchUp ? "true" : "false",
            ["exit_timeout"] = ExitTimeOut,
            ["background_session"] = definition.BackgroundSession,
            ["log"] = Path.Combine(paths.MacLogs, definition.Name + ".log"),
            ["error_log"] = Path.Combine(paths.MacLogs, definition.Name + ".err.log"),
        }), Mode, Mark(definition.Name));
    }
}

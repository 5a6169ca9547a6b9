using MempalaceSched.Calendars;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>Plans the blocks of schedules in the crontab.</summary>
internal sealed class CronPlanner(StandardPaths paths, CronDaemon daemon) : ISchedulePlanner
{
    public IReadOnlyList<WriteFile> FilesFor(ScheduleDefinition definition) => [];

    public string? EntryFor(ScheduleDefinition definition) => RawText.Show(BlockFor(definition));

    public ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    ) =>
        options.EnableLinger
            ? throw Error.OptionConflict(
                "-EnableLinger applies to systemd only. cron runs schedules without a login.",
                "Omit -EnableLinger."
            )
            : new ChangePlan([
                new ChangeCrontab(
                    daemon.Crontab,
                    definitions.ToDictionary(
                        definition => definition.Name,
                        definition => definition.Enabled ? BlockFor(definition) : null
                    ),
                    [.. options.AdoptedBy(definitions).Select(adopted => adopted.Job.Handle)]
                ),
            ]);

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions) =>
        new([
            new ChangeCrontab(
                daemon.Crontab,
                definitions.ToDictionary(definition => definition.Name, _ => (string?)null)
            ),
        ]);

    /// <summary>The block of a schedule, as <see cref="RawText"/>.</summary>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>, <c>ValueNotRepresentable</c>.</exception>
    public string BlockFor(ScheduleDefinition definition) =>
        CrontabText.Block(
            definition.Name,
            CronLines.For(definition, paths.Launcher(definition.Name), daemon.SupportsReboot)
        );
}

/// <summary>The lines of a schedule in a crontab.</summary>
internal static class CronLines
{
    /// <param name="definition">The schedule.</param>
    /// <param name="launcher">The path of its launcher.</param>
    /// <param name="supportsReboot">Whether this cron has <c>@reboot</c>.</param>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>, <c>ValueNotRepresentable</c>.</exception>
    public static IReadOnlyList<string> For(ScheduleDefinition definition, string launcher, bool supportsReboot)
    {
        var fields = CronFields.From(definition.Recurrence);
        if (fields is { DayOfMonth: not "*", DayOfWeek: not "*" })
            throw Error.RecurrenceNotSupported(
                definition.At,
                "cron",
                "it runs a job when either the weekday or the day of the month matches",
                "Use only one of them, or use another scheduler (-Scheduler Systemd or Embedded)."
            );

        // With /bin/sh as the program, the home folder may be mounted noexec. cron mails whatever it sees of the
        // output, and all of it is in the log anyway.
        var command = $"/bin/sh {Word(launcher)} --trigger";
        var lines = new List<string> { $"{fields} {command} scheduled >/dev/null" };
        if (definition.CatchUp && supportsReboot)
            lines.Add($"@reboot {command} catch-up --if-due >/dev/null");
        return lines;
    }

    /// <summary>A path as a word for sh that cron does not change.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static string Word(string path) =>
        path.AsSpan().IndexOfAny("%\\\n\r") < 0
            ? Quote(path)
            : throw Error.ValueNotRepresentable(
                "The path",
                path,
                "cron changes '%' and '\\' in a line, and a line break ends the line",
                "Use folders (HOME, XDG_DATA_HOME) without these characters, or use another scheduler."
            );

    /// <summary>A quoted word without a backslash, because cron would remove it.</summary>
    private static string Quote(string value) => "'" + value.Replace("'", "'\"'\"'", StringComparison.Ordinal) + "'";
}

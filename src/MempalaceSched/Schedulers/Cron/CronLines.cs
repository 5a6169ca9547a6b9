using MempalaceSched.Calendars;
using MempalaceSched.Errors;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>The lines of a schedule in a crontab.</summary>
internal static class CronLines
{
    /// <param name="definition">The schedule.</param>
    /// <param name="launcher">The path of its launcher.</param>
    /// <param name="knowsReboot">Whether this cron has @reboot.</param>
    /// <exception cref="MempalaceException"><c>RecurrenceNotSupported</c>, <c>ValueNotRepresentable</c>.</exception>
    public static IReadOnlyList<string> Of(ScheduleDefinition definition, string launcher, bool knowsReboot)
    {
        var fields = CronFields.Of(definition.Recurrence);
        if (fields is { DayOfMonth: not "*", DayOfWeek: not "*" })
            throw Fault.RecurrenceNotSupported(
                definition.At,
                "cron",
                "it names days of the week and days of the month, and cron runs a job when either fits, not both",
                "Name only one of them, or use another scheduler (-Scheduler Systemd, Embedded)."
            );

        // By way of sh, for homes that are mounted noexec. The output is in the log; what cron gets to see it would mail.
        var command = $"/bin/sh {Word(launcher)} --trigger";
        var lines = new List<string> { $"{fields} {command} scheduled >/dev/null" };
        if (definition.CatchUp && knowsReboot)
            lines.Add($"@reboot {command} catch-up --if-due >/dev/null");
        return lines;
    }

    /// <summary>A path as a word for sh that cron leaves as it is.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static string Word(string path) =>
        path.AsSpan().IndexOfAny("%\\\n\r") < 0
            ? Quote(path)
            : throw Fault.ValueNotRepresentable(
                "The path",
                path,
                "cron changes '%' and '\\' in a line, and a line break ends it",
                "Use folders (HOME, XDG_DATA_HOME) without these characters, or another scheduler."
            );

    /// <summary>A word for sh without any backslash, which cron would take.</summary>
    private static string Quote(string value) => "'" + value.Replace("'", "'\"'\"'", StringComparison.Ordinal) + "'";
}

using System.Globalization;
using MempalaceSched.Calendars;

namespace MempalaceSched.Import.Cron;

/// <summary>
/// Reads when a line of a crontab runs: five fields, or a nickname such as <c>@daily</c>. Syntax that cron
/// implementations treat differently is rejected. Source: crontab(5).
/// </summary>
internal static class CronCalendar
{
    private static readonly Dictionary<string, string> Nicknames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private static readonly string[] MonthNames =
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    ];
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Reads a nickname.</summary>
    /// <exception cref="NotUnderstoodException">The nickname is unknown or is not a calendar time.</exception>
    public static Recurrence ParseNickname(string word) =>
        Nicknames.TryGetValue(word, out var fields)
            ? ParseFields(fields.Split(' '))
            : throw new NotUnderstoodException(
                word.Equals("@reboot", StringComparison.OrdinalIgnoreCase)
                    ? "it runs when the machine starts"
                    : $"the nickname '{word}' is unknown"
            );

    /// <summary>Reads minute, hour, day of the month, month, and day of the week.</summary>
    /// <exception cref="NotUnderstoodException">
    /// A field is invalid, or the fields contain days of the month and days of the week, and cron matches either.
    /// </exception>
    public static Recurrence ParseFields(IReadOnlyList<string> fields)
    {
        if (!fields[2].StartsWith('*') && !fields[4].StartsWith('*'))
            throw new NotUnderstoodException(
                "it contains days of the month and days of the week, and cron runs it if either of them matches"
            );
        if (
            (fields[2] != "*" && fields[4] != "*")
            || (fields[2].StartsWith("*/", StringComparison.Ordinal) && fields[4] != "*")
        )
            throw new NotUnderstoodException(
                "it contains days of the month and days of the week, which cron implementations treat differently"
            );
        var (months, days) = (
            Set(fields[3], CalendarField.Month, 12, MonthNames),
            Set(fields[2], CalendarField.Day, 31, [])
        );
        if (!Recurrence.DateExists(months, days))
            throw new NotUnderstoodException("its date never occurs");
        return new Recurrence(
            Weekdays(fields[4]),
            months,
            days,
            Set(fields[1], CalendarField.Hour, 23, []),
            Set(fields[0], CalendarField.Minute, 59, [])
        );
    }

    private static ValueSet Set(string text, CalendarField field, int last, string[] names) =>
        ValueSet.From(field, [.. Values(text, field.Min, last, names, field.Min).Distinct()]);

    /// <summary>In a crontab, Sunday is 0 or 7. In a <see cref="ValueSet"/>, Monday is 0.</summary>
    private static ValueSet Weekdays(string field) =>
        ValueSet.From(
            CalendarField.Weekday,
            [.. Values(field, 0, field.StartsWith('*') ? 6 : 7, DayNames, 0).Select(day => (day + 6) % 7).Distinct()]
        );

    private static List<int> Values(string field, int first, int last, string[] names, int firstName)
    {
        var values = new List<int>();
        foreach (var item in field.Split(','))
        {
            var (range, step) = item.Split('/', 2) is [var before, var after]
                ? (before, Number(after, 1, last, [], 0))
                : (item, 1);
            var (from, to) = range.Split('-', 2) switch
            {
                ["*"] => (first, last),
                [var one] when step == 1 && !item.Contains('/', StringComparison.Ordinal) => (
                    Number(one, first, last, names, firstName),
                    -1
                ),
                [var one, var other] => (
                    Number(one, first, last, names, firstName),
                    Number(other, first, last, names, firstName)
                ),
                _ => throw new NotUnderstoodException($"cron implementations treat '{item}' differently"),
            };
            if (to == -1)
                to = from;
            if (to < from)
                throw new NotUnderstoodException($"the range '{item}' ends before it starts");
            for (var value = from; value <= to; value += step)
                values.Add(value);
        }
        return values;
    }

    private static int Number(string text, int first, int last, string[] names, int firstName)
    {
        var name = Array.FindIndex(names, one => one.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0)
            return name + firstName;
        return
            text.Length is > 0 and <= 2
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= first
            && number <= last
            ? number
            : throw new NotUnderstoodException($"'{text}' is not a valid value in the fields of its time");
    }
}

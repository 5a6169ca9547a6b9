using MempalaceSched.Calendars;
using MempalaceSched.Platform;
using MempalaceSched.Report;

namespace MempalaceSched.Import;

/// <summary>Reads what a launch agent mines, and when. Source: launchd.plist(5).</summary>
/// <param name="environment">The machine and the user.</param>
internal sealed class PlistJob(HostEnvironment environment)
{
    /// <summary>Keys that need not be taken over: what they are for, ours do in their own way.</summary>
    private static readonly string[] Known =
    [
        "Label",
        "Program",
        "ProgramArguments",
        "EnvironmentVariables",
        "StartCalendarInterval",
        "RunAtLoad",
        "KeepAlive",
        "Disabled",
        "ExitTimeOut",
        "WorkingDirectory",
        "StandardOutPath",
        "StandardErrorPath",
        "ProcessType",
        "LowPriorityIO",
        "LowPriorityBackgroundIO",
        "Nice",
        "LimitLoadToSessionType",
        "ThrottleInterval",
        "AbandonProcessGroup",
    ];

    /// <summary>Below this, ExitTimeOut is what it really is, the patience with a job that is told to stop; above, its author meant a limit of the run.</summary>
    private const long LeastLimit = 600;

    /// <param name="plist">The property list.</param>
    /// <param name="enabled">Whether its label is switched on.</param>
    /// <exception cref="NotUnderstoodException">It cannot be told for certain.</exception>
    public AdoptedJob Read(IReadOnlyDictionary<string, object> plist, bool enabled)
    {
        if (plist.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } other)
            throw new NotUnderstoodException($"it has the key {other}");
        foreach (var key in new[] { "RunAtLoad", "KeepAlive", "AbandonProcessGroup", "Disabled" })
            if (plist.TryGetValue(key, out var flag) && flag is not false)
                throw new NotUnderstoodException(
                    key == "RunAtLoad" ? "it also runs at each login (RunAtLoad)" : $"it has the key {key}"
                );
        if (
            plist.TryGetValue("WorkingDirectory", out var folder)
            && (folder as string)?.TrimEnd('/') != environment.Home
        )
            throw new NotUnderstoodException($"it works in the folder '{folder}'");

        var variables = Variables(plist);
        var home = new Dictionary<string, string>
        {
            ["HOME"] = environment.Home,
            ["USER"] = environment.UserName,
            ["LOGNAME"] = environment.UserName,
        };
        var command = new MineWords(environment, MineWords.Merged(home, variables)).Read(
            new ShellCommand(Words(plist))
        );
        var (prefix, name) = Name(Text(plist, "Label"));
        return new AdoptedJob
        {
            Name = name,
            LabelPrefix = prefix,
            Command = command,
            At = Calendar(plist),
            Variables = variables,
            RandomDelay = command.RandomDelay ?? TimeSpan.Zero,
            TimeLimit =
                command.TimeLimit
                ?? (
                    plist.GetValueOrDefault("ExitTimeOut") is long seconds and >= LeastLimit and <= 604_800
                        ? TimeSpan.FromSeconds(seconds)
                        : TimeSpan.Zero
                ),
            Enabled = enabled,
        };
    }

    private static string Text(IReadOnlyDictionary<string, object> plist, string key) =>
        plist.GetValueOrDefault(key) as string ?? throw new NotUnderstoodException($"it has no {key}");

    private static List<string> Words(IReadOnlyDictionary<string, object> plist)
    {
        var arguments = plist.GetValueOrDefault("ProgramArguments");
        var words = arguments switch
        {
            null => [],
            List<object> list when list.All(word => word is string) => list.Cast<string>().ToList(),
            _ => throw new NotUnderstoodException("its ProgramArguments are no list of words"),
        };
        if (plist.ContainsKey("Program"))
            words = [Text(plist, "Program"), .. words.Skip(1)];
        return words;
    }

    private static Dictionary<string, string> Variables(IReadOnlyDictionary<string, object> plist)
    {
        if (!plist.TryGetValue("EnvironmentVariables", out var value))
            return [];
        if (
            value is not Dictionary<string, object> entries
            || entries.Any(entry => entry.Value is not string || !VariableName.IsValid(entry.Key))
        )
            throw new NotUnderstoodException("its EnvironmentVariables are not understood");
        return entries.ToDictionary(entry => entry.Key, entry => (string)entry.Value, StringComparer.Ordinal);
    }

    private static Recurrence Calendar(IReadOnlyDictionary<string, object> plist)
    {
        var entries = plist.GetValueOrDefault("StartCalendarInterval") switch
        {
            Dictionary<string, object> one => [one],
            List<object> { Count: > 0 } list when list.All(entry => entry is Dictionary<string, object>) => list.Cast<
                Dictionary<string, object>
            >(),
            _ => throw new NotUnderstoodException("it has no StartCalendarInterval"),
        };
        return RecurrenceUnion.Of(entries.Select(Interval))
            ?? throw new NotUnderstoodException("one schedule cannot have all of its times");
    }

    /// <summary>One entry: what it does not name is every value.</summary>
    private static CalendarEntry Interval(Dictionary<string, object> entry)
    {
        if (
            entry.Keys.FirstOrDefault(key => key is not ("Minute" or "Hour" or "Day" or "Month" or "Weekday")) is
            { } other
        )
            throw new NotUnderstoodException($"its calendar has {other}");
        if (entry.ContainsKey("Day") && entry.ContainsKey("Weekday"))
            throw new NotUnderstoodException("it runs on a day of the month or on a weekday, whichever comes");
        return new CalendarEntry(
            Values("Weekday", CalendarField.Weekday),
            Values("Month", CalendarField.Month),
            Values("Day", CalendarField.Day),
            Values("Hour", CalendarField.Hour),
            Values("Minute", CalendarField.Minute)
        );

        ValueSet Values(string key, CalendarField field)
        {
            if (!entry.TryGetValue(key, out var value))
                return ValueSet.Any(field);
            if (value is not long number)
                throw new NotUnderstoodException($"the {key} of its calendar is no number");
            if (key == "Weekday")
                number = number is >= 0 and <= 7 ? (number + 6) % 7 : -1; // 0 and 7 are Sunday, which is our 6
            return number >= field.Min && number <= field.Max
                ? ValueSet.Of(field, (int)number)
                : throw new NotUnderstoodException($"the {key} of its calendar does not exist");
        }
    }

    /// <summary>A label as prefix and name, where its last part can be the name of a schedule.</summary>
    private static (string? Prefix, string? Name) Name(string label)
    {
        var dot = label.LastIndexOf('.');
        return dot > 0 && ScheduleName.IsValid(label[(dot + 1)..])
            ? (label[..dot], label[(dot + 1)..])
            : (null, ScheduleName.IsValid(label) ? label : null);
    }
}

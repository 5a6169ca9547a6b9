using MempalaceSched.Calendars;
using MempalaceSched.Import.Shell;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Launchd;

/// <summary>Reads what a launch agent mines, and when. Source: launchd.plist(5).</summary>
/// <param name="environment">The machine and the user.</param>
internal sealed class AgentJobReader(HostEnvironment environment)
{
    /// <summary>
    /// The keys that are understood. They are imported, or they can be dropped, because schedules have an equivalent.
    /// </summary>
    private static readonly string[] Supported =
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

    /// <summary>
    /// Many recipes use ExitTimeOut as a time limit of the run, in seconds. Actually, it is the time between TERM and
    /// KILL when launchd stops the job. A value below this one is read with its real meaning and dropped.
    /// </summary>
    private const long MinTimeLimitSeconds = 600;

    /// <summary>Reads an agent.</summary>
    /// <param name="plist">The property list.</param>
    /// <param name="enabled">Whether the label of the agent is enabled.</param>
    /// <exception cref="NotUnderstoodException">It is not certain what the agent does.</exception>
    public AdoptedJob Read(IReadOnlyDictionary<string, object> plist, bool enabled)
    {
        if (plist.Keys.FirstOrDefault(key => !Supported.Contains(key)) is { } other)
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
            throw new NotUnderstoodException($"its working directory is '{folder}'");

        var variables = Variables(plist);
        var home = new Dictionary<string, string>
        {
            ["HOME"] = environment.Home,
            ["USER"] = environment.UserName,
            ["LOGNAME"] = environment.UserName,
        };
        var command = new MiningCommandParser(environment, MiningCommandParser.Merge(home, variables)).Parse(
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
                    plist.GetValueOrDefault("ExitTimeOut") is long seconds and >= MinTimeLimitSeconds and <= 604_800
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
            _ => throw new NotUnderstoodException("its ProgramArguments are not a list of strings"),
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
            throw new NotUnderstoodException("its EnvironmentVariables are not strings with valid names");
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
        return RecurrenceUnion.From(entries.Select(Rule))
            ?? throw new NotUnderstoodException("one schedule cannot express all of its times");
    }

    /// <summary>Reads one entry. A missing key means every value.</summary>
    private static CalendarRule Rule(Dictionary<string, object> entry)
    {
        if (
            entry.Keys.FirstOrDefault(key => key is not ("Minute" or "Hour" or "Day" or "Month" or "Weekday")) is
            { } other
        )
            throw new NotUnderstoodException($"its calendar has the key {other}");
        if (entry.ContainsKey("Day") && entry.ContainsKey("Weekday"))
            throw new NotUnderstoodException(
                "it contains Day and Weekday, and launchd runs it if either of them matches"
            );
        return new CalendarRule(
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
                throw new NotUnderstoodException($"the {key} of its calendar is not a number");
            if (key == "Weekday") // launchd: Sunday is 0 or 7; ValueSet: Monday is 0
                number = number is >= 0 and <= 7 ? (number + 6) % 7 : -1;
            return number >= field.Min && number <= field.Max
                ? ValueSet.From(field, (int)number)
                : throw new NotUnderstoodException($"the {key} of its calendar is out of range");
        }
    }

    /// <summary>Splits a label into a prefix and a name, if its last part is a valid name of a schedule.</summary>
    private static (string? Prefix, string? Name) Name(string label)
    {
        var dot = label.LastIndexOf('.');
        return dot > 0 && ScheduleName.IsValid(label[(dot + 1)..])
            ? (label[..dot], label[(dot + 1)..])
            : (null, ScheduleName.IsValid(label) ? label : null);
    }
}

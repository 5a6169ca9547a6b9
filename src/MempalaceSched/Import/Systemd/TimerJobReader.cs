using MempalaceSched.Calendars;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Systemd;

/// <summary>
/// Reads what a timer and its service mine, and when. Source: systemd.timer(5), systemd.time(7).
/// </summary>
/// <param name="environment">The machine and the user.</param>
internal sealed class TimerJobReader(HostEnvironment environment)
{
    /// <summary>Synonyms of systemd that <see cref="Recurrence"/> does not accept.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["anually"] = "annually",
        ["biannually"] = "semiannually",
        ["bi-annually"] = "semiannually",
        ["semi-annually"] = "semiannually",
    };

    private static readonly string[] SupportedTimerKeys =
    [
        "OnCalendar",
        "Persistent",
        "RandomizedDelaySec",
        "FixedRandomDelay",
        "AccuracySec",
        "Unit",
        "RemainAfterElapse",
        "WakeSystem",
    ];

    /// <summary>Reads a timer.</summary>
    /// <param name="name">The name of the timer without its suffix.</param>
    /// <param name="timer">The timer.</param>
    /// <param name="service">The service that the timer starts.</param>
    /// <param name="serviceUnit">The name of the service with its suffix.</param>
    /// <param name="enabled">Whether the timer is enabled or active.</param>
    /// <exception cref="NotUnderstoodException">It is not certain what the timer does.</exception>
    public AdoptedJob Read(string name, UnitFile timer, UnitFile service, string serviceUnit, bool enabled)
    {
        if (timer.Keys("Timer").FirstOrDefault(key => !SupportedTimerKeys.Contains(key)) is { } other)
            throw new NotUnderstoodException($"the timer has {other}=");
        if (
            timer.Sections.FirstOrDefault(section =>
                section is not ("Unit" or "Timer" or "Install") && !section.StartsWith("X-", StringComparison.Ordinal)
            ) is
            { } section
        )
            throw new NotUnderstoodException($"the timer has a section [{section}]");
        if (
            timer
                .Keys("Unit")
                .FirstOrDefault(key =>
                    key.StartsWith("Condition", StringComparison.Ordinal)
                    || key.StartsWith("Assert", StringComparison.Ordinal)
                ) is
            { } condition
        )
            throw new NotUnderstoodException($"the timer has {condition}=");
        if (timer.Flag("Timer", "WakeSystem", false))
            throw new NotUnderstoodException("it wakes the machine");

        var read = new ServiceReader(environment, service, serviceUnit).Read();
        return new AdoptedJob
        {
            Name = ScheduleName.IsValid(name) ? name : null,
            Command = read.Command,
            At = Calendar(timer),
            Variables = read.Variables,
            RandomDelay = read.Command.RandomDelay ?? Time(timer, "RandomizedDelaySec"),
            TimeLimit = read.Command.TimeLimit ?? read.TimeLimit,
            CatchUp = timer.Flag("Timer", "Persistent", false),
            Enabled = enabled,
        };
    }

    /// <summary>
    /// Reads the value of <c>OnCalendar=</c>. <see cref="Recurrence"/> accepts systemd's syntax, except for seconds,
    /// years and time zones.
    /// </summary>
    /// <exception cref="NotUnderstoodException">A schedule cannot express the value.</exception>
    public static Recurrence ParseOnCalendar(string text)
    {
        try
        {
            return Recurrence.Parse(Synonyms.GetValueOrDefault(text.Trim(), text.Trim()));
        }
        catch (RecurrenceFormatException e)
        {
            throw new NotUnderstoodException($"its time '{text}' is not supported ({e.Reason})");
        }
    }

    private static Recurrence Calendar(UnitFile timer)
    {
        var expressions = timer.All("Timer", "OnCalendar");
        if (expressions.Count == 0)
            throw new NotUnderstoodException("the timer has no OnCalendar=");
        return RecurrenceUnion.From(expressions.Select(ParseOnCalendar).Select(CalendarRule.From))
            ?? throw new NotUnderstoodException("one schedule cannot express all of its times");
    }

    private static TimeSpan Time(UnitFile unit, string key) =>
        unit.Last("Timer", key) is not { } text ? TimeSpan.Zero
        : TimeSpanParser.TryParse(text, out var time) ? time
        : throw new NotUnderstoodException($"{key}={text} is not a time span");
}

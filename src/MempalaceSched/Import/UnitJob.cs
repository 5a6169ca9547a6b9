using MempalaceSched.Calendars;
using MempalaceSched.Platform;
using MempalaceSched.Report;

namespace MempalaceSched.Import;

/// <summary>Reads what a timer with its service mines, and when.</summary>
/// <param name="environment">The machine and the user.</param>
internal sealed class UnitJob(HostEnvironment environment)
{
    private static readonly string[] InTimer =
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

    /// <param name="name">The name of the timer without its ending.</param>
    /// <param name="timer">The timer.</param>
    /// <param name="service">The service that it starts.</param>
    /// <param name="serviceUnit">The name of that service.</param>
    /// <param name="enabled">Whether it is switched on.</param>
    /// <exception cref="NotUnderstoodException">It cannot be told for certain.</exception>
    public AdoptedJob Read(string name, UnitFile timer, UnitFile service, string serviceUnit, bool enabled)
    {
        if (timer.Keys("Timer").FirstOrDefault(key => !InTimer.Contains(key)) is { } other)
            throw new NotUnderstoodException($"the timer has {other}=");
        if (
            timer.Sections.FirstOrDefault(section =>
                section is not ("Unit" or "Timer" or "Install") && !section.StartsWith("X-", StringComparison.Ordinal)
            ) is
            { } strange
        )
            throw new NotUnderstoodException($"the timer has a section [{strange}]");
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

        var read = new UnitService(environment, service, serviceUnit).Read();
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

    private static Recurrence Calendar(UnitFile timer)
    {
        var expressions = timer.All("Timer", "OnCalendar");
        if (expressions.Count == 0)
            throw new NotUnderstoodException("the timer has no OnCalendar=");
        return RecurrenceUnion.Of(expressions.Select(CalendarText.Read).Select(CalendarEntry.Of))
            ?? throw new NotUnderstoodException("one schedule cannot have all of its times");
    }

    private static TimeSpan Time(UnitFile unit, string key) =>
        unit.Last("Timer", key) is not { } text ? TimeSpan.Zero
        : UnitTime.TryParse(text, out var time) ? time
        : throw new NotUnderstoodException($"{key}={text} is no time");
}

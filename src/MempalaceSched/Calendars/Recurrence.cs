using System.Diagnostics.CodeAnalysis;

namespace MempalaceSched.Calendars;

/// <summary>
/// When a schedule runs, in local time: at every full minute whose weekday, month, day, hour and minute are all in the
/// sets below. Two recurrences are equal if they have the same meaning, even if they were written differently.
/// </summary>
/// <remarks>
/// The syntax is a subset of systemd's calendar events, so <see cref="ToString"/> returns a valid <c>OnCalendar=</c>
/// value: <c>[weekdays] [date] [time]</c>, or one of <c>minutely</c>, <c>hourly</c>, <c>daily</c>, <c>weekly</c>,
/// <c>monthly</c>, <c>quarterly</c>, <c>semiannually</c>, <c>yearly</c> and <c>annually</c>. It is not case-sensitive.
/// Source: systemd.time(7), "CALENDAR EVENTS".
/// <list type="bullet">
/// <item>Weekdays: a name such as <c>Mon</c> or <c>Monday</c>, a list such as <c>Mon,Thu</c>, or a range such as
/// <c>Mon..Fri</c>. The week begins on Monday.</item>
/// <item>Date: <c>*-MM-DD</c> or <c>MM-DD</c>. The default is every day.</item>
/// <item>Time: <c>HH:MM</c> or <c>HH:MM:00</c>. The default is <c>00:00</c>.</item>
/// <item>Month, day, hour and minute are each <c>*</c> or a list of <c>5</c>, <c>5..9</c>, <c>5/2</c> (from 5 to the
/// end in steps of 2) and <c>5..9/2</c>.</item>
/// </list>
/// If a weekday and a date are given, both must match: <c>Fri *-*-13</c> is Friday the 13th. Parts that only systemd
/// supports (seconds, years, <c>~</c>, time zones) are rejected.
/// </remarks>
internal sealed record Recurrence
{
    /// <summary>Creates a recurrence from the values of its fields.</summary>
    /// <exception cref="ArgumentException">A set belongs to another field, or the date never occurs.</exception>
    public Recurrence(ValueSet weekdays, ValueSet months, ValueSet days, ValueSet hours, ValueSet minutes)
    {
        Weekdays = Checked(weekdays, CalendarField.Weekday);
        Months = Checked(months, CalendarField.Month);
        Days = Checked(days, CalendarField.Day);
        Hours = Checked(hours, CalendarField.Hour);
        Minutes = Checked(minutes, CalendarField.Minute);
        if (!DateExists(months, days))
            throw new ArgumentException("No such date exists in any year.", nameof(days));
    }

    /// <summary>The weekdays; Monday is 0.</summary>
    public ValueSet Weekdays { get; }

    /// <summary>The months; January is 1.</summary>
    public ValueSet Months { get; }

    /// <summary>The days of the month.</summary>
    public ValueSet Days { get; }

    /// <summary>The hours of the day.</summary>
    public ValueSet Hours { get; }

    /// <summary>The minutes of the hour.</summary>
    public ValueSet Minutes { get; }

    /// <summary>
    /// The longest time between two occurrences, in UTC. In a time zone with daylight saving time, it can be longer by
    /// the amount of the clock change. It is calculated at each call, which takes microseconds for weekdays and times,
    /// and milliseconds for many dates.
    /// </summary>
    public TimeSpan MaximumGap => LongestGap.Find(this);

    /// <summary>Reads a recurrence.</summary>
    /// <exception cref="RecurrenceFormatException">
    /// The text is not a recurrence. The message contains the position, the reason, and what to write instead.
    /// </exception>
    public static Recurrence Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return RecurrenceParser.Parse(text);
    }

    /// <summary>Reads a recurrence. Returns false if the text is not a recurrence.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Recurrence? recurrence)
    {
        try
        {
            recurrence = text is null ? null : RecurrenceParser.Parse(text);
        }
        catch (RecurrenceFormatException)
        {
            recurrence = null;
        }
        return recurrence is not null;
    }

    /// <summary>
    /// Whether at least one of the days exists in at least one of the months. February has 29 days here.
    /// </summary>
    public static bool DateExists(ValueSet months, ValueSet days) =>
        months.Values.Any(month => days.First <= DateTime.DaysInMonth(2000, month));

    /// <summary>The canonical text. It can be parsed again, and has the same meaning to systemd.</summary>
    public override string ToString() => RecurrenceText.Format(this);

    private static ValueSet Checked(ValueSet values, CalendarField field) =>
        values.Field == field
            ? values
            : throw new ArgumentException($"Expected a set of {field.Name}s, not of {values.Field.Name}s.");
}

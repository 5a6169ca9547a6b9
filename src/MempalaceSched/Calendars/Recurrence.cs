using System.Diagnostics.CodeAnalysis;

namespace MempalaceSched.Calendars;

/// <summary>
/// When a schedule runs, in local time: at every full minute whose weekday, month, day, hour and minute are all in
/// the sets below. Two recurrences are equal when they mean the same, however they were written.
/// </summary>
/// <remarks>
/// The text is a subset of systemd's calendar events, so <see cref="ToString"/> is an <c>OnCalendar=</c> value of the
/// same meaning: <c>[weekdays] [date] [time]</c>, or one of <c>minutely hourly daily weekly monthly quarterly
/// semiannually yearly annually</c>; case does not matter.
/// <list type="bullet">
/// <item>Weekdays: <c>Mon</c> or <c>Monday</c>, lists <c>Mon,Thu</c>, ranges <c>Mon..Fri</c>; Monday begins the week.</item>
/// <item>Date: <c>*-MM-DD</c> or <c>MM-DD</c>; every year. Left out: every day.</item>
/// <item>Time: <c>HH:MM</c> or <c>HH:MM:00</c>. Left out: <c>00:00</c>.</item>
/// <item>Each of month, day, hour and minute: <c>*</c>, or a list of <c>5</c>, <c>5..9</c>, <c>5/2</c> (from 5 to the
/// end in steps of 2) and <c>5..9/2</c>.</item>
/// </list>
/// A weekday and a date together mean both: <c>Fri *-*-13</c> is Friday the thirteenth. What only systemd can do
/// (seconds, years, <c>~</c>, time zones) is refused.
/// </remarks>
internal sealed record Recurrence
{
    /// <summary>Made from sets of the fields that the parameters are named after.</summary>
    /// <exception cref="ArgumentException">A set is of another field, or no such date exists.</exception>
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

    /// <summary>The weekdays, Monday = 0.</summary>
    public ValueSet Weekdays { get; }

    /// <summary>The months, January = 1.</summary>
    public ValueSet Months { get; }

    /// <summary>The days of the month.</summary>
    public ValueSet Days { get; }

    /// <summary>The hours of the day.</summary>
    public ValueSet Hours { get; }

    /// <summary>The minutes of the hour.</summary>
    public ValueSet Minutes { get; }

    /// <summary>
    /// The longest time that ever lies between two occurrences, in UTC; a zone that changes its clocks can add as much
    /// as it changes them by. Computed at each call: microseconds for weekdays and times, milliseconds for many dates.
    /// </summary>
    public TimeSpan MaximumGap => LongestGap.Of(this);

    /// <summary>Reads a recurrence.</summary>
    /// <exception cref="RecurrenceFormatException">The text is none; the message says where, why, and what to write.</exception>
    public static Recurrence Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return RecurrenceParser.Parse(text);
    }

    /// <summary>Reads a recurrence, or returns false where the text is none.</summary>
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

    /// <summary>Whether any of the days exists in any of the months, in a leap year at least.</summary>
    public static bool DateExists(ValueSet months, ValueSet days) =>
        months.Values.Any(month => days.First <= DateTime.DaysInMonth(2000, month));

    /// <summary>The canonical text: parses back to an equal recurrence, and systemd reads it as the same.</summary>
    public override string ToString() => RecurrenceText.Of(this);

    private static ValueSet Checked(ValueSet values, CalendarField field) =>
        values.Field == field
            ? values
            : throw new ArgumentException($"A set of {field.Name}s is needed, not of {values.Field.Name}s.");
}

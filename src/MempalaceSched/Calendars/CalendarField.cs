namespace MempalaceSched.Calendars;

/// <summary>One part of a calendar: its name as errors call it, and the values that it can take.</summary>
/// <param name="Name">The singular, as in "hour '25' is out of range".</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The greatest value.</param>
internal sealed record CalendarField(string Name, int Min, int Max)
{
    /// <summary>Monday = 0 … Sunday = 6, the week of systemd and of ISO 8601.</summary>
    public static CalendarField Weekday { get; } = new("weekday", 0, 6);

    /// <summary>January = 1.</summary>
    public static CalendarField Month { get; } = new("month", 1, 12);

    /// <summary>The day of the month.</summary>
    public static CalendarField Day { get; } = new("day", 1, 31);

    /// <summary>The hour of the day.</summary>
    public static CalendarField Hour { get; } = new("hour", 0, 23);

    /// <summary>The minute of the hour.</summary>
    public static CalendarField Minute { get; } = new("minute", 0, 59);

    /// <summary>Every value of the field, one bit each, bit n for value n.</summary>
    public ulong AllBits => ((1UL << (Max - Min + 1)) - 1) << Min;
}

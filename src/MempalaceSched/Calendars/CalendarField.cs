namespace MempalaceSched.Calendars;

/// <summary>A field of a calendar, such as the hour, with its range of values.</summary>
/// <param name="Name">The name in messages, in the singular, as in "hour '25' is out of range".</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
internal sealed record CalendarField(string Name, int Min, int Max)
{
    /// <summary>The weekday: Monday is 0 and Sunday is 6, the order of systemd and ISO 8601.</summary>
    public static CalendarField Weekday { get; } = new("weekday", 0, 6);

    /// <summary>The month: January is 1.</summary>
    public static CalendarField Month { get; } = new("month", 1, 12);

    /// <summary>The day of the month.</summary>
    public static CalendarField Day { get; } = new("day", 1, 31);

    /// <summary>The hour of the day.</summary>
    public static CalendarField Hour { get; } = new("hour", 0, 23);

    /// <summary>The minute of the hour.</summary>
    public static CalendarField Minute { get; } = new("minute", 0, 59);

    /// <summary>A bit set with every value of the field: bit n stands for value n.</summary>
    public ulong AllBits => ((1UL << (Max - Min + 1)) - 1) << Min;
}

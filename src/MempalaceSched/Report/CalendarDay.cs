using MempalaceSched.Import;

namespace MempalaceSched.Report;

/// <summary>A day of the calendar.</summary>
internal sealed record CalendarDay(
    string Weekday,
    string Date,
    string Machine,
    bool IsToday,
    bool IsWeekend,
    IReadOnlyList<CalendarEntry> Entries
)
{
    public bool IsEmpty => Entries.Count == 0;
}

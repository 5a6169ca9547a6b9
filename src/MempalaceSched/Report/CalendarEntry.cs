using MempalaceSched.Import;

namespace MempalaceSched.Report;

/// <summary>What a schedule does on one day.</summary>
/// <param name="Time">The time, or the first and the last of them.</param>
/// <param name="Schedule">Its name.</param>
/// <param name="Times">How often, where that is more than can be listed; else empty.</param>
/// <param name="Meets">The schedules that it may meet in its palace; empty for none.</param>
internal sealed record CalendarEntry(string Time, string Schedule, string Times, string Meets);

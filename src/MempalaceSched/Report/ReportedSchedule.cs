using MempalaceSched.Calendars;

namespace MempalaceSched.Report;

/// <summary>A schedule and its past.</summary>
/// <param name="Schedule">The schedule as it stands.</param>
/// <param name="Recurrence">When it runs.</param>
/// <param name="Runs">Its runs, the newest first.</param>
internal sealed record ReportedSchedule(Schedule Schedule, Recurrence Recurrence, IReadOnlyList<MineRun> Runs);

namespace MempalaceSched.Report;

/// <summary>All that a report is made of.</summary>
/// <param name="Schedules">The schedules, each with the recurrence that it has.</param>
/// <param name="Now">The moment that it is made at.</param>
/// <param name="Zone">The zone that its times are in.</param>
/// <param name="Days">How many days its calendar has, today being the first.</param>
internal sealed record ReportInput(
    IReadOnlyList<ReportedSchedule> Schedules,
    DateTimeOffset Now,
    TimeZoneInfo Zone,
    int Days
);

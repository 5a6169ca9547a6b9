namespace MempalaceSched.Report;

/// <summary>A time in which a schedule may be at work in its palace.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Palace">The palace.</param>
/// <param name="From">Its occurrence.</param>
/// <param name="To">When it has most likely ended, at the latest that it can begin.</param>
internal sealed record PalaceWindow(string Schedule, string Palace, DateTimeOffset From, DateTimeOffset To);

namespace MempalaceSched.Report;

/// <summary>A scale of durations that begins at zero and has round numbers at its ticks.</summary>
/// <param name="Step">The distance between two ticks.</param>
/// <param name="Count">The number of steps.</param>
internal sealed record DurationAxis(TimeSpan Step, int Count)
{
    private static readonly TimeSpan[] Steps =
    [
        .. new[] { 5, 10, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
        .. new[] { 1, 2, 3, 6, 12 }.Select(hours => TimeSpan.FromHours(hours)),
        .. new[] { 1, 2, 5, 10, 20, 50, 100, 1000, 10_000, 100_000 }.Select(days => TimeSpan.FromDays(days)),
    ];

    /// <summary>The end of the scale.</summary>
    public TimeSpan Top => Step * Count;

    /// <summary>The durations at the ticks.</summary>
    public IEnumerable<TimeSpan> Ticks => Enumerable.Range(0, Count + 1).Select(tick => Step * tick);

    /// <summary>The scale that includes the longest duration and has at most three steps.</summary>
    public static DurationAxis For(TimeSpan longest)
    {
        var step = Steps.First(step => step * 3 >= longest);
        return new DurationAxis(step, Math.Max(1, (int)Math.Ceiling(longest / step)));
    }
}

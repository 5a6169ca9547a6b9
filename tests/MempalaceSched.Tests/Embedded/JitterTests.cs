using MempalaceSched.Schedulers;
using MempalaceSched.Schedulers.Embedded;

namespace MempalaceSched.Tests.Embedded;

public sealed class JitterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_random_delay_is_repeatable_within_its_limit_and_evenly_spread()
    {
        var longest = TimeSpan.FromMinutes(30);
        var delays = Enumerable
            .Range(0, 2_000)
            .Select(hour => Jitter.For("job", Start.AddHours(hour), longest))
            .ToList();
        Assert.Equal(
            delays,
            Enumerable
                .Range(0, 2_000)
                .Select(hour => Jitter.For("job", Start.AddHours(hour).ToOffset(TimeSpan.FromHours(5)), longest))
        );
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, longest));
        Assert.InRange(delays.Average(delay => delay.TotalMinutes), 14, 16);
        Assert.True(delays.Distinct().Count() > 1_000);
        Assert.NotEqual(
            delays[..10],
            Enumerable.Range(0, 10).Select(hour => Jitter.For("other", Start.AddHours(hour), longest))
        );
        Assert.Equal(TimeSpan.Zero, Jitter.For("job", Start, TimeSpan.Zero));
    }
}

using MempalaceSched.Schedulers.Embedded;
using Xunit;

namespace MempalaceSched.Tests.Embedded;

/// <summary>The loop by its own timer: when it wakes, and what is left of it afterwards.</summary>
[CollectionDefinition(nameof(IdleTests), DisableParallelization = true)] // it weighs the memory of the whole process
[Collection(nameof(IdleTests))]
public sealed class IdleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ten_thousand_runs_leave_no_memory_behind()
    {
        var clock = new MovableClock(Start, TimeZoneInfo.Utc);
        using var bed = new SchedulerBed(clock);
        bed.Install("*:*", Start);
        using var stop = new CancellationTokenSource();
        var work = bed.Loop.RunAsync(stop.Token);
        await RunAsync(2_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await RunAsync(12_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        await stop.CancelAsync();
        await work.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(grown < 200_000, $"{grown} bytes more after 10,000 runs");

        async Task RunAsync(int until)
        {
            for (var run = (int)(clock.GetUtcNow() - Start).TotalMinutes + 1; run <= until; run++)
            {
                clock.Advance(Start.AddMinutes(run) - clock.GetUtcNow());
                for (var waited = 0; !HasRun(Start.AddMinutes(run)); waited++)
                {
                    Assert.True(waited < 5_000, $"run {run} did not end");
                    if (waited % 50 == 49)
                        clock.Advance(TimeSpan.FromMilliseconds(500)); // the loop had not gone to sleep before
                    await Task.Delay(waited < 5 ? 0 : 1);
                }
            }
        }

        bool HasRun(DateTimeOffset occurrence)
        {
            lock (bed.Events)
            {
                if (bed.Events.All(each => each.Kind != SchedulerEventKind.RunEnded))
                    return false;
                bed.Events.Clear();
            }
            lock (bed.Launches)
            {
                Assert.Equal(occurrence, Assert.Single(bed.Launches).Occurrence);
                bed.Launches.Clear();
            }
            return true;
        }
    }

    [Fact]
    public async Task The_loop_wakes_at_the_due_time_and_not_only_every_half_minute()
    {
        var clock = new MovableClock(Start, TimeZoneInfo.Utc);
        using var bed = new SchedulerBed(clock);
        bed.Install("00:01", Start.AddDays(-1).AddHours(1));
        using var stop = new CancellationTokenSource();
        bed.Act = (_, occurrence, _) =>
        {
            Assert.Equal(Start.AddMinutes(1), clock.GetUtcNow());
            bed.Stamp("job", occurrence);
            return Task.FromResult(bed.Run("job", MineOutcome.Succeeded));
        };
        var work = bed.Loop.RunAsync(stop.Token);
        for (var second = 0; second < 90; second++)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        await stop.CancelAsync();
        await work.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(Start.AddMinutes(1), Assert.Single(bed.Launches).Occurrence);
        Assert.Equal(MineOutcome.Succeeded, Assert.Single(bed.Events, each => each.Run is not null).Run!.Outcome);
        Assert.Equal(SchedulerEventKind.Stopped, bed.Events[^1].Kind);
    }

    [Fact]
    public void The_random_delay_is_the_same_each_time_within_its_bounds_and_spread()
    {
        var most = TimeSpan.FromMinutes(30);
        var delays = Enumerable.Range(0, 2_000).Select(hour => Jitter.For("job", Start.AddHours(hour), most)).ToList();
        Assert.Equal(
            delays,
            Enumerable
                .Range(0, 2_000)
                .Select(hour => Jitter.For("job", Start.AddHours(hour).ToOffset(TimeSpan.FromHours(5)), most))
        );
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, most));
        Assert.InRange(delays.Average(delay => delay.TotalMinutes), 14, 16);
        Assert.True(delays.Distinct().Count() > 1_000);
        Assert.NotEqual(
            delays[..10],
            Enumerable.Range(0, 10).Select(hour => Jitter.For("other", Start.AddHours(hour), most))
        );
        Assert.Equal(TimeSpan.Zero, Jitter.For("job", Start, TimeSpan.Zero));
    }
}

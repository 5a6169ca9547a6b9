using MempalaceSched.Schedulers.Embedded;
using MempalaceSched.Tests.Embedded;
using Xunit;

namespace MempalaceSched.SystemTests.Embedded;

/// <summary>The loop of the scheduler with a real timer: when it wakes, and how much memory it uses.</summary>
[CollectionDefinition(nameof(LoopTimerTests), DisableParallelization = true)] // measures the memory of the process
[Collection(nameof(LoopTimerTests))]
public sealed class LoopTimerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ten_thousand_runs_do_not_grow_the_memory()
    {
        var clock = new MovableClock(Start, TimeZoneInfo.Utc);
        using var bed = new SchedulerBed(clock);
        bed.Install("*:*", Start);
        using var stop = new CancellationTokenSource();
        var work = bed.Loop.RunAsync(stop.Token);
        await RunAsync(2_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await RunAsync(10_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        await stop.CancelAsync();
        await work;
        Assert.True(grown < 200_000, $"{grown} bytes more after 10,000 runs");

        async Task RunAsync(int runs)
        {
            while (runs > 0)
            {
                clock.Advance(await clock.NextSleepAsync());
                runs -= Forget();
            }
        }

        // Clears the recorded events, and returns the number of runs that have ended.
        int Forget()
        {
            lock (bed.Launches)
                bed.Launches.Clear();
            lock (bed.Events)
            {
                var ended = bed.Events.Count(each => each.Kind == SchedulerEventKind.RunEnded);
                bed.Events.Clear();
                return ended;
            }
        }
    }
}

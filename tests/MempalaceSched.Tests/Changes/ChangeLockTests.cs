using System.Diagnostics;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Changes;

public sealed class ChangeLockTests : IDisposable
{
    private readonly TempFolder home = new();

    private StandardPaths Paths => new(Machine.With(home.Path));

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Only_one_caller_holds_the_lock_at_a_time()
    {
        var holders = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 4; i++)
                        {
                            using var held = await ChangeLock.TakeAsync(Paths, CancellationToken.None);
                            Assert.Equal(1, Interlocked.Increment(ref holders));
                            await Task.Delay(2);
                            Interlocked.Decrement(ref holders);
                        }
                    })
                )
        );
    }

    [Fact]
    public async Task Waiting_for_the_lock_can_be_cancelled()
    {
        using var held = await ChangeLock.TakeAsync(Paths, CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChangeLock.TakeAsync(Paths, stop.Token));
    }

    [Fact]
    public async Task A_permanent_error_fails_without_waiting()
    {
        home.Write(".local/state", "a file where a folder should be");
        var clock = Stopwatch.StartNew();
        var fault = await Assert.ThrowsAsync<MempalaceException>(() =>
            ChangeLock.TakeAsync(Paths, CancellationToken.None)
        );
        Assert.Equal("FileFailed", fault.Id);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10));
    }
}

using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MempalaceSched.Tests.Embedded;

/// <summary>
/// A clock that can be set to any time, also backwards, and whose time zone can change. Both are independent of the
/// elapsed time.
/// </summary>
internal sealed class MovableClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> sleeps = Channel.CreateUnbounded<TimeSpan>();
    private TimeSpan error;

    public MovableClock(DateTimeOffset start, TimeZoneInfo zone)
        : base(start) => SetLocalTimeZone(zone);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + error;

    /// <summary>Sets the clock. The elapsed time does not change.</summary>
    public void PutTo(DateTimeOffset moment) => error = moment - base.GetUtcNow();

    /// <summary>Waits until a timer is set, and returns its duration.</summary>
    public ValueTask<TimeSpan> NextSleepAsync() => sleeps.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ObservedTimer(base.CreateTimer(callback, state, dueTime, period), sleeps.Writer);

    private sealed class ObservedTimer(ITimer timer, ChannelWriter<TimeSpan> sleeps) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            timer.Change(dueTime, period) && sleeps.TryWrite(dueTime);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>What the loop sleeps on: one timer and one signal for all that can wake it, so that a sleep leaves nothing behind.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly ITimer timer;
    private TaskCompletionSource rung = NewSignal();

    public Alarm(TimeProvider time) =>
        timer = time.CreateTimer(
            static alarm => ((Alarm)alarm!).Ring(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

    /// <summary>Ends the sleep that goes on, or the next one before it begins.</summary>
    public void Ring() => Volatile.Read(ref rung).TrySetResult();

    /// <summary>Sleeps until it rings, or for so long.</summary>
    public async Task WaitAsync(TimeSpan atMost)
    {
        timer.Change(atMost, Timeout.InfiniteTimeSpan);
        await rung.Task.ConfigureAwait(false);
        // Whoever rings from here on to the old signal did so before the loop looks around again.
        Volatile.Write(ref rung, NewSignal());
    }

    public void Dispose() => timer.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>The embedded scheduler in this process: its lock, its signals, its loop and its events.</summary>
internal sealed class SchedulerSession : IDisposable
{
    private readonly StandardPaths paths;
    private readonly LauncherProcess launcher;
    private readonly SchedulerLock held;
    private readonly PosixSignalRegistration[] signals;
    private readonly BlockingCollection<SchedulerEvent> events = [];
    private readonly CancellationTokenSource end = new(),
        abandon = new();

    /// <exception cref="MempalaceException"><c>SchedulerRunning</c>: this user already has one.</exception>
    public SchedulerSession(StandardPaths paths, IProcessRunner processes, RunHistory history)
    {
        this.paths = paths;
        launcher = new LauncherProcess(paths, processes, history);
        held = SchedulerLock.Take(paths);
        signals =
        [
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }.Select(signal =>
                PosixSignalRegistration.Create(signal, OnSignal)
            ),
        ];
    }

    /// <summary>The events as they happen. The sequence ends when the scheduler ends.</summary>
    public IEnumerable<SchedulerEvent> Events => events.GetConsumingEnumerable();

    /// <summary>Starts what is due now, or runs until it is stopped.</summary>
    /// <param name="once">Whether to start only what is due now.</param>
    /// <returns>The runs, if <paramref name="once"/> is set.</returns>
    public async Task<IReadOnlyList<MineRun>> WorkAsync(bool once)
    {
        try
        {
            using var watch = once ? null : new DefinitionWatch(paths);
            using var loop = new SchedulerLoop(paths, launcher, SystemTime.Instance, events.Add, watch);
            if (once)
                return await loop.RunOnceAsync(end.Token).ConfigureAwait(false);
            await loop.RunAsync(end.Token, abandon.Token).ConfigureAwait(false);
            return [];
        }
        finally
        {
            events.CompleteAdding();
        }
    }

    /// <summary>Starts no new runs, and stops those in progress.</summary>
    public void Stop() => end.Cancel();

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        held.Dispose();
        events.Dispose();
        end.Dispose();
        abandon.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (end.IsCancellationRequested)
        {
            abandon.Cancel(); // the second signal also has its default effect
            return;
        }
        context.Cancel = true;
        Stop();
    }
}

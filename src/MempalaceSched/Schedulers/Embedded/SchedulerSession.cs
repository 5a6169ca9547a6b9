using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MempalaceSched.Mining;
using MempalaceSched.Platform;
using MempalaceSched.Processes;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>The one embedded scheduler of this user while this process has it: its lock, its signals, its loop and what that says.</summary>
internal sealed class SchedulerSession : IDisposable
{
    private readonly StandardPaths paths;
    private readonly LauncherProcess launch;
    private readonly SchedulerLock held;
    private readonly PosixSignalRegistration[] signals;
    private readonly BlockingCollection<SchedulerEvent> events = [];
    private readonly CancellationTokenSource end = new(),
        abandon = new();

    /// <exception cref="Errors.MempalaceException"><c>SchedulerRunning</c>: this user has one already.</exception>
    public SchedulerSession(StandardPaths paths, IProcessRunner processes, RunHistory history)
    {
        this.paths = paths;
        launch = new LauncherProcess(paths, processes, history);
        held = SchedulerLock.Take(paths);
        signals =
        [
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }.Select(signal =>
                PosixSignalRegistration.Create(signal, OnSignal)
            ),
        ];
    }

    /// <summary>What happens, as it happens; it ends when the work does.</summary>
    public IEnumerable<SchedulerEvent> Events => events.GetConsumingEnumerable();

    /// <summary>Runs what is due now, or all until it is stopped.</summary>
    /// <returns>The runs of the first; nothing of the second.</returns>
    public async Task<IReadOnlyList<MineRun>> WorkAsync(bool once)
    {
        try
        {
            using var watch = once ? null : new DefinitionWatch(paths);
            using var loop = new SchedulerLoop(paths, launch, SystemTime.Instance, events.Add, watch);
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

    /// <summary>No new runs; those that go on are ended in good order.</summary>
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
            abandon.Cancel(); // the second one: it has its ordinary effect too, where the host leaves it that
            return;
        }
        context.Cancel = true;
        Stop();
    }
}

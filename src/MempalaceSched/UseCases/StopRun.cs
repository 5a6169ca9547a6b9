using System.Globalization;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;

namespace MempalaceSched.UseCases;

/// <summary>Stops a run: first through its scheduler, then with a signal to its launcher.</summary>
/// <remarks>
/// The scheduler stops only a run that it started. If a run is still marked as running, it was started by hand, and its
/// launcher gets TERM directly. A second TERM has no effect, so it does no harm if the scheduler sends the signal
/// without waiting for the end of the run.
/// </remarks>
/// <param name="services">The machine.</param>
/// <param name="name">The schedule.</param>
internal sealed class StopRun(Services services, string name)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The minimum time for the scheduler, if the caller waits for a shorter time.</summary>
    private static readonly TimeSpan MinimumSchedulerTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After how many polls the launcher gets the signal again, because a shell that is about to wait can miss one.
    /// </summary>
    private const int PollsPerSignal = 20;

    /// <summary>Whether a run is in progress.</summary>
    public bool IsRunning => RunMarker.Read(services.Paths, name) is not null;

    /// <summary>Stops the run in progress and waits until it has ended.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellation">Ends the wait. By then, the run has received the signal to stop.</param>
    /// <returns>The run from the history; null if no run was in progress.</returns>
    /// <exception cref="MempalaceException"><c>WaitTimedOut</c>, <c>MineNotStopped</c>.</exception>
    public async Task<MineRun?> RunAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        if (RunMarker.Read(services.Paths, name) is not { } marker)
            return null;
        using var waitLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var schedulerLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waitLimit.CancelAfter(timeout);
        var isShort = timeout != Timeout.InfiniteTimeSpan && timeout < MinimumSchedulerTime;
        schedulerLimit.CancelAfter(isShort ? MinimumSchedulerTime : timeout);
        try
        {
            await StopThroughSchedulerAsync(schedulerLimit.Token).ConfigureAwait(false);
            for (var polls = 0; RunMarker.Read(services.Paths, name)?.Id == marker.Id; polls++)
            {
                if (polls % PollsPerSignal == 0)
                    SignalLauncher(marker);
                services.Reporter.Progress($"Stopping {name}", $"waiting for the run to end ({polls / 10} s)");
                await Task.Delay(PollInterval, waitLimit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Error.StopTimedOut(name, timeout);
        }
        return services.History.Find(name, marker.Id)
            ?? new MineRun
            {
                Name = name,
                Id = marker.Id,
                Outcome = MineOutcome.Interrupted,
                Reason = "the launcher was killed",
                Started = marker.Started.ToLocalTime(),
                LogPath = services.History.LogPath(name, marker.Id),
            };
    }

    /// <summary>A failure is not an error: the launcher gets a signal next.</summary>
    private async Task StopThroughSchedulerAsync(CancellationToken cancellation)
    {
        if (services.Definitions.FindReadable(name) is not { } definition)
            return; // The schedule was removed during the run.
        var scheduler = services.Schedulers.For(definition.Scheduler);
        if (scheduler.Unavailable is not null || scheduler.Runs.StopCommand(definition) is not { } command)
            return;
        services.Reporter.Verbose($"run {command}");
        services.Reporter.Progress($"Stopping {name}", $"{scheduler.Title} stops the run");
        try
        {
            var unlimited = command with { TimeLimit = Timeout.InfiniteTimeSpan };
            var result = await services.Processes.RunAsync(unlimited, cancellation).ConfigureAwait(false);
            if (result.ExitCode != 0)
                services.Reporter.Verbose($"{scheduler.Title} could not stop this run: {result.ErrorText}");
        }
        catch (MempalaceException error)
        {
            services.Reporter.Verbose(error.Message);
        }
    }

    /// <summary>
    /// Sends TERM to the launcher. PIDs are reused, so this first checks that the process holds the lock of the
    /// schedule.
    /// </summary>
    private void SignalLauncher(RunMarker marker)
    {
        if (HoldsScheduleLock(marker.Pid))
        {
            services.Reporter.Verbose($"send TERM to process {marker.Pid}");
            Signal.Terminate(marker.Pid);
        }
        else if (RunMarker.Read(services.Paths, name)?.Id == marker.Id)
        {
            throw Error.MineNotStopped(name, marker.Pid);
        }
    }

    /// <summary>
    /// Whether the process holds the lock of the schedule: a kernel lock, or a hard link on machines without a lock
    /// tool. Only the holder marks a run.
    /// </summary>
    private bool HoldsScheduleLock(int pid)
    {
        var path = Path.Combine(services.Paths.Locks, $"schedule-{name}.lock");
        var holdsKernelLock = LockHolders.IsSupported
            ? LockHolders.Find([path]).Any(holder => holder.Pid == pid)
            : FileState.IsLocked(path);
        var linkHolder = FileState.Read(path + ".held")?.Split(' ')[0];
        return holdsKernelLock || linkHolder == pid.ToString(CultureInfo.InvariantCulture);
    }
}

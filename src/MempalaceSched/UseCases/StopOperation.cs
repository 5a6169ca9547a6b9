using System.Globalization;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Ends a mine that runs: through its scheduler, and where that does not know of it, by a word to its launcher.</summary>
/// <param name="bench">What there is to work with.</param>
/// <param name="name">The schedule.</param>
/// <param name="definition">Its definition; null when it was removed while it mined.</param>
internal sealed class StopOperation(Workbench bench, string name, ScheduleDefinition? definition)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a scheduler has at least to take the word on, however short the wait.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    /// <summary>After how many beats a launcher is told again: a shell that is just about to wait may miss a signal.</summary>
    private const int Insistence = 20;

    /// <summary>Whether it mines now.</summary>
    public bool IsRunning => RunMarker.Read(bench.Paths, name) is not null;

    /// <summary>Ends the run that goes on, and waits until it is over.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the wait; the run has been told by then.</param>
    /// <returns>The run as its history has it; null when nothing ran.</returns>
    /// <exception cref="MempalaceException"><c>WaitTimedOut</c>, <c>MineNotStopped</c>.</exception>
    public async Task<MineRun?> RunAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (RunMarker.Read(bench.Paths, name) is not { } marker)
            return null;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var told = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        giveUp.CancelAfter(patience);
        told.CancelAfter(patience != Timeout.InfiniteTimeSpan && patience < Least ? Least : patience);
        try
        {
            await TellSchedulerAsync(told.Token).ConfigureAwait(false);
            for (var beats = 0; RunMarker.Read(bench.Paths, name)?.Id == marker.Id; beats++)
            {
                if (beats % Insistence == 0)
                    TellLauncher(marker);
                bench.Reporter.Progress($"Stopping {name}", $"the mine is closing the palace (for {beats / 10} s)");
                await Task.Delay(Beat, giveUp.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Fault.StopTimedOut(name, patience);
        }
        return bench.History.Find(name, marker.Id)
            ?? new MineRun
            {
                Name = name,
                Id = marker.Id,
                Outcome = MineOutcome.Interrupted,
                Reason = "the launcher was killed",
                Started = marker.Started.ToLocalTime(),
                LogPath = bench.History.LogPath(name, marker.Id),
            };
    }

    /// <summary>A scheduler that cannot do it is no fault: the launcher is told next.</summary>
    private async Task TellSchedulerAsync(CancellationToken cancellation)
    {
        if (definition is null)
            return;
        var scheduler = bench.Schedulers.Of(definition.Scheduler);
        if (scheduler.Unavailable is not null || scheduler.Runs.StopCommand(definition) is not { } command)
            return;
        bench.Reporter.Verbose($"run {command}");
        bench.Reporter.Progress($"Stopping {name}", $"{scheduler.Title} ends it");
        try
        {
            var result = await bench
                .Processes.RunAsync(command with { TimeLimit = Timeout.InfiniteTimeSpan }, cancellation)
                .ConfigureAwait(false);
            if (result.ExitCode != 0)
                bench.Reporter.Verbose($"{scheduler.Title} does not run it: {result.Said}");
        }
        catch (MempalaceException fault)
        {
            bench.Reporter.Verbose(fault.Message);
        }
    }

    /// <summary>TERM to the launcher, once it is certain that the process is that launcher.</summary>
    private void TellLauncher(RunMarker marker)
    {
        if (!HoldsLock(marker.Pid))
        {
            if (RunMarker.Read(bench.Paths, name)?.Id == marker.Id)
                throw Fault.MineNotStopped(name, marker.Pid);
            return; // it has just ended
        }
        bench.Reporter.Verbose($"send TERM to process {marker.Pid}");
        Signal.Terminate(marker.Pid);
    }

    /// <summary>
    /// Whether that process, which has marked the run and is as old, has the lock of this schedule: from the kernel, or as a link where the machine
    /// has no tool for that. Only who has the lock marks a run.
    /// </summary>
    private bool HoldsLock(int pid)
    {
        var path = Path.Combine(bench.Paths.Locks, $"schedule-{name}.lock");
        return (
                LockHolders.AreKnown
                    ? LockHolders.Of([path]).Any(holder => holder.Pid == pid)
                    : FileState.IsLocked(path)
            )
            || FileState.Read(path + ".held")?.Split(' ')[0] == pid.ToString(CultureInfo.InvariantCulture);
    }
}

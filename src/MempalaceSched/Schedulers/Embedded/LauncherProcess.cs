using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Starts the launcher of a schedule and waits for its end.</summary>
internal interface ILauncher
{
    /// <param name="definition">The schedule.</param>
    /// <param name="occurrence">The occurrence of the run.</param>
    /// <param name="stop">Stops the run.</param>
    /// <returns>The run from the history.</returns>
    Task<MineRun> RunAsync(ScheduleDefinition definition, DateTimeOffset occurrence, CancellationToken stop);
}

/// <summary>
/// Runs launchers as child processes. They have no pipe to the scheduler, so they survive if it is killed: writing to a
/// pipe without a reader would end them. They have their own process group, so Ctrl+C reaches only the scheduler, which
/// then stops them.
/// </summary>
internal sealed class LauncherProcess(StandardPaths paths, IProcessRunner processes, RunHistory history) : ILauncher
{
    public async Task<MineRun> RunAsync(
        ScheduleDefinition definition,
        DateTimeOffset occurrence,
        CancellationToken stop
    )
    {
        var name = definition.Name;
        var run = new MineRun
        {
            Name = name,
            Id = RunId.New(),
            Outcome = MineOutcome.Failed,
            Started = DateTimeOffset.Now,
            Trigger = "scheduled",
        };
        try
        {
            FileState.MakeFolders(paths.StateOf(name));
            var errors = Path.Combine(paths.StateOf(name), "launcher.err");
            var command = LauncherCommand.Scheduled(
                paths.Launcher(name),
                run.Id,
                OccurrenceStamp.Write(occurrence),
                errors
            );
            var result = await processes.RunGentlyAsync(command, stop).ConfigureAwait(false);
            return history.Find(name, run.Id)
                ?? Ended(Explain(run, result with { Error = result.Error + FileState.Read(errors) }, stop));
        }
        catch (Exception e) when (e is MempalaceException or IOException or UnauthorizedAccessException)
        {
            return Ended(run with { Reason = e.Message });
        }
    }

    /// <summary>Explains why a launcher that has ended left no line in the history.</summary>
    private static MineRun Explain(MineRun run, ProcessResult result, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return run with
            {
                Outcome = MineOutcome.Interrupted,
                ExitCode = result.ExitCode,
                Reason = "stopped before it started",
            };
        return result.ExitCode == 0
            ? run with
            {
                Outcome = MineOutcome.Skipped,
                ExitCode = 0,
                Reason = "another launcher has started this occurrence",
            }
            : run with
            {
                ExitCode = result.ExitCode,
                Reason = $"the launcher ended without a result: {result.ErrorText}",
            };
    }

    private static MineRun Ended(MineRun run)
    {
        var now = DateTimeOffset.Now;
        return run with { Ended = now, Duration = now > run.Started ? now - run.Started : TimeSpan.Zero };
    }
}

using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Runs launchers as child processes.</summary>
internal sealed class LauncherProcess(StandardPaths paths, IProcessRunner processes, RunHistory history) : ILaunch
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

    /// <summary>The launcher has ended and its history has nothing of it.</summary>
    private static MineRun Explain(MineRun run, ProcessResult result, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return run with
            {
                Outcome = MineOutcome.Interrupted,
                ExitCode = result.ExitCode,
                Reason = "stopped before it began",
            };
        return result.ExitCode == 0
            ? run with
            {
                Outcome = MineOutcome.Skipped,
                ExitCode = 0,
                Reason = "another launcher has taken it on",
            }
            : run with
            {
                ExitCode = result.ExitCode,
                Reason = $"the launcher left no trace: {result.Said}",
            };
    }

    private static MineRun Ended(MineRun run)
    {
        var now = DateTimeOffset.Now;
        return run with { Ended = now, Duration = now > run.Started ? now - run.Started : TimeSpan.Zero };
    }
}

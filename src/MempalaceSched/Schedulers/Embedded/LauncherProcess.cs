using MempalaceSched.Errors;
using MempalaceSched.Mining;
using MempalaceSched.Platform;
using MempalaceSched.Processes;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Runs launchers as child processes.</summary>
internal sealed class LauncherProcess(StandardPaths paths, IProcessRunner processes, RunHistory history) : ILaunch
{
    public async Task<MineRun> RunAsync(ScheduleDefinition definition, DateTimeOffset occurrence, CancellationToken stop)
    {
        var started = DateTimeOffset.Now;
        var id = RunId.New();
        var command = LauncherCommand.Scheduled(paths.Launcher(definition.Name), id, OccurrenceStamp.Write(occurrence));
        string reason;
        int? code = null;
        try
        {
            var result = await processes.RunGentlyAsync(command, stop).ConfigureAwait(false);
            if (history.Find(definition.Name, id) is { } run) return run;
            (code, reason) = (result.ExitCode, $"the launcher left no trace: {result.Said}");
        }
        catch (MempalaceException fault)
        {
            reason = fault.Message;
        }
        return new MineRun
        {
            Name = definition.Name, Id = id, Outcome = MineOutcome.Failed, Reason = reason, ExitCode = code, Started = started, Ended = DateTimeOffset.Now,
            Duration = DateTimeOffset.Now - started, Trigger = "scheduled",
        };
    }
}

using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Mines now, through the scheduler, and follows the run.</summary>
internal sealed class MineOperation(Workbench bench, ScheduleDefinition definition)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    /// <summary>How many beats a launcher may take to leave a trace once it has taken the request, and how many to take it.</summary>
    private const int Shortly = 50,
        Eventually = 150;

    private readonly string name = definition.Name;
    private readonly IScheduler scheduler = bench.Schedulers.Of(definition.Scheduler);
    private MineProgress progress = MineProgress.None;

    private string RequestPath => Path.Combine(bench.Paths.StateOf(name), "request");

    /// <summary>Refuses a wait that no timer can keep.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static void CheckWait(TimeSpan wait)
    {
        if (wait == Timeout.InfiniteTimeSpan || (wait >= TimeSpan.Zero && wait <= LongestWait))
            return;
        throw Fault.ValueNotRepresentable(
            "-TimeOut",
            wait.ToString("c"),
            $"it is not between 0 and {LongestWait:c}",
            "Leave it out to wait for ever."
        );
    }

    /// <summary>Has the scheduler start a mine.</summary>
    /// <param name="wait">How long to wait for its end; null for not at all.</param>
    /// <param name="cancellation">Ends the wait, never the mine.</param>
    /// <exception cref="MempalaceException">It did not start, or the wait was too short for it.</exception>
    public async Task<MineRun> RunAsync(TimeSpan? wait, CancellationToken cancellation)
    {
        if (scheduler.Unavailable is { } why)
            throw Fault.SchedulerUnavailable(scheduler.Title, why.Reason, why.Recommendation);
        if (!File.Exists(bench.Paths.Launcher(name)))
            throw Fault.LauncherMissing(name, bench.Paths.Launcher(name));
        if (RunMarker.Read(bench.Paths, name) is { } running)
            return AlreadyRunning(running);

        var id = RunId.New();
        Request(id);
        try
        {
            var asked = DateTimeOffset.UtcNow;
            var command = scheduler.Runs.StartCommand(definition, wait is not null);
            bench.Reporter.Verbose($"run {command}");
            if (wait is { } patience)
                return await FollowAsync(id, asked, command, patience, cancellation).ConfigureAwait(false);

            var result = await StartAsync(id, command, waits: false, cancellation).ConfigureAwait(false);
            if (result.ExitCode != 0)
                return Refused(id, command, result);
            return new MineRun
            {
                Name = name,
                Id = id,
                Outcome = MineOutcome.Running,
                Started = DateTimeOffset.Now,
                LogPath = LogPath(id),
            };
        }
        catch (MempalaceException e) when (e.Kind != FaultKind.TimedOut)
        {
            Withdraw(id);
            throw;
        }
    }

    /// <summary>
    /// Gives the command. Where a scheduler's own run is in the way, such as the look at login whether something was missed, either that run takes
    /// the request, or it is soon over and the command is given again. A command that waits may have waited for the end of another run, which had
    /// only its command for afterwards left to do: no launcher has taken the request then, and it is given once more.
    /// </summary>
    private async Task<ProcessResult> StartAsync(
        string id,
        ProcessCommand command,
        bool waits,
        CancellationToken cancellation
    )
    {
        for (var beats = 0; ; beats++)
        {
            var result = await bench.Processes.RunAsync(command, cancellation).ConfigureAwait(false);
            if (waits && beats == 0 && result.ExitCode == 0 && !IsTaken(id))
                continue;
            if (!scheduler.Runs.IsAlreadyRunning(result))
                return result;
            if (IsTaken(id))
                return result with { ExitCode = 0 };
            if (beats >= Eventually || RunMarker.Read(bench.Paths, name) is not null)
                return result;
            await Task.Delay(Beat, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<MineRun> FollowAsync(
        string id,
        DateTimeOffset asked,
        ProcessCommand command,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        giveUp.CancelAfter(patience);
        var start = StartAsync(
            id,
            command with
            {
                TimeLimit = Timeout.InfiniteTimeSpan,
            },
            scheduler.Runs.StartWaits,
            giveUp.Token
        );
        var log = new LogTail(LogPath(id));
        while (!start.IsCompleted)
        {
            await Task.WhenAny(start, Task.Delay(Beat, CancellationToken.None)).ConfigureAwait(false);
            Show(log.NewLines());
            if (start.IsCompleted || bench.History.Find(name, id) is not { } run)
                continue;
            Show(log.LastLines());
            await giveUp.CancelAsync().ConfigureAwait(false); // the run is over; what the scheduler still waits for is its command for afterwards
            return run;
        }
        try
        {
            var result = await start.ConfigureAwait(false);
            Show(log.LastLines());
            // A scheduler may come back before the run has ended, or has even begun.
            for (
                var idle = 0;
                result.ExitCode == 0
                    && bench.History.Find(name, id) is null
                    && idle
                        < (
                            IsTaken(id) ? Shortly
                            : scheduler.Runs.StartWaits ? 0
                            : Eventually
                        );

            )
            {
                idle = RunMarker.Read(bench.Paths, name)?.Id == id ? 0 : idle + 1;
                await Task.Delay(Beat, giveUp.Token).ConfigureAwait(false);
                Show(log.NewLines());
            }
            return bench.History.Find(name, id)
                ?? await ExplainAsync(id, asked, command, result, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Fault.WaitTimedOut(name, patience);
        }
    }

    /// <summary>The scheduler has come back and no run has left a trace: a condition of its own, or a fault.</summary>
    private async Task<MineRun> ExplainAsync(
        string id,
        DateTimeOffset asked,
        ProcessCommand command,
        ProcessResult result,
        CancellationToken cancellation
    )
    {
        if (result.ExitCode != 0)
            return Refused(id, command, result);
        Withdraw(id);
        var live = (await scheduler.Query.QueryAsync([definition], cancellation).ConfigureAwait(false))[name];
        if (live.Skipped is not { } skipped || skipped < asked.AddSeconds(-2))
            throw Fault.MineNotStarted(name, live.Detail, scheduler.Runs.Recommendation(definition, result));
        return new MineRun
        {
            Name = name,
            Id = id,
            Outcome = MineOutcome.Skipped,
            Reason = ScheduleReader.NothingToMine(definition),
            ExitCode = 0,
            Started = skipped.ToLocalTime(),
            Ended = skipped.ToLocalTime(),
            Duration = TimeSpan.Zero,
        };
    }

    private MineRun Refused(string id, ProcessCommand command, ProcessResult result)
    {
        Withdraw(id);
        return scheduler.Runs.IsAlreadyRunning(result) && RunMarker.Read(bench.Paths, name) is { } running
            ? AlreadyRunning(running)
            : throw Fault.SchedulerCommandFailed(command, result, scheduler.Runs.Recommendation(definition, result));
    }

    private MineRun AlreadyRunning(RunMarker running)
    {
        var now = DateTimeOffset.Now;
        return new MineRun
        {
            Name = name,
            Id = running.Id,
            Outcome = MineOutcome.Busy,
            ExitCode = 75,
            Started = now,
            Ended = now,
            Duration = TimeSpan.Zero,
            Reason = $"already running since {running.Started.ToLocalTime():yyyy-MM-dd HH:mm:ss} (PID {running.Pid})",
            LogPath = LogPath(running.Id),
        };
    }

    private void Show(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            bench.Reporter.Verbose(line);
            if (string.IsNullOrWhiteSpace(line))
                continue;
            progress = progress.After(line);
            bench.Reporter.Progress($"Mining with {name}", progress.Status, progress.Percent);
        }
    }

    private string LogPath(string id) => bench.History.LogPath(name, id);

    private void Request(string id)
    {
        try
        {
            FileState.MakeFolders(bench.Paths.StateOf(name));
            FileState.Replace(RequestPath, id + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault.FileFailed("Writing", RequestPath, e);
        }
    }

    private bool IsTaken(string id) => FileState.Read(RequestPath)?.Trim() != id;

    /// <summary>Takes the request back that no launcher has taken.</summary>
    private void Withdraw(string id)
    {
        if (FileState.Read(RequestPath)?.Trim() == id)
            File.Delete(RequestPath);
    }
}

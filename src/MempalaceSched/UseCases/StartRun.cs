using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Starts a run through the scheduler, and follows it.</summary>
/// <remarks>
/// Waiting never affects the run. If the scheduler cannot wait for a run, the start command returns at once, and the
/// run is followed by its marker and its history. Ending the wait stops nothing, and a hook after the run does not
/// prolong the wait.
/// </remarks>
internal sealed class StartRun(Services services, ScheduleDefinition definition)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait that a timer supports.</summary>
    private static readonly TimeSpan MaximumTimeout = TimeSpan.FromDays(24);

    /// <summary>How often to look until a launcher has taken the request.</summary>
    private const int PollsUntilTaken = 150;

    /// <summary>How often to look until a launcher that has taken the request has marked its run.</summary>
    private const int PollsUntilMarked = 50;

    private readonly string name = definition.Name;
    private readonly IScheduler scheduler = services.Schedulers.For(definition.Scheduler);
    private readonly RunRequest request = new(services.Paths, definition.Name);
    private RunProgress progress = RunProgress.None;

    /// <summary>Rejects a wait that is negative or too long.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static void CheckTimeout(TimeSpan timeout)
    {
        if (timeout != Timeout.InfiniteTimeSpan && (timeout < TimeSpan.Zero || timeout > MaximumTimeout))
            throw Error.ValueNotRepresentable(
                "-TimeOut",
                timeout.ToString("c"),
                $"the value must be between 0 and {MaximumTimeout:c}",
                "To wait without a limit, omit the parameter."
            );
    }

    /// <summary>Starts a run.</summary>
    /// <param name="timeout">How long to wait for its end; null to return as soon as it has started.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="MempalaceException">The run did not start, or did not end in time.</exception>
    public async Task<MineRun> RunAsync(TimeSpan? timeout, CancellationToken cancellation)
    {
        CheckLauncher();
        if (RunMarker.Read(services.Paths, name) is { } running)
            return AlreadyRunning(running);
        var id = RunId.New();
        request.Write(id);
        try
        {
            var command = scheduler.Runs.StartCommand(definition, timeout is not null);
            services.Reporter.Verbose($"run {command}");
            if (timeout is { } limit)
                return await FollowAsync(id, command, limit, cancellation).ConfigureAwait(false);
            var result = await StartAsync(id, command, waits: false, cancellation).ConfigureAwait(false);
            return result.ExitCode == 0 ? Started(id) : NotStarted(id, command, result);
        }
        catch (MempalaceException error) when (error.Kind != ErrorKind.TimedOut)
        {
            request.Withdraw(id);
            throw;
        }
    }

    private void CheckLauncher()
    {
        if (scheduler.Unavailable is { } unavailable)
            throw Error.SchedulerUnavailable(scheduler.Title, unavailable.Reason, unavailable.Recommendation);
        var launcher = services.Paths.Launcher(name);
        if (!File.Exists(launcher))
            throw Error.LauncherMissing(name, launcher);
    }

    /// <summary>
    /// Executes the start command. It fails if the scheduler itself has just started the launcher, such as the check at
    /// login for missed occurrences. Either that launcher takes the request, or it ends soon and the command is
    /// executed again. A command that waits may have waited for another run whose hook was still running. Then it is
    /// executed once more.
    /// </summary>
    private async Task<ProcessResult> StartAsync(
        string id,
        ProcessCommand command,
        bool waits,
        CancellationToken cancellation
    )
    {
        for (var polls = 0; ; polls++)
        {
            var result = await services.Processes.RunAsync(command, cancellation).ConfigureAwait(false);
            if (waits && polls == 0 && result.ExitCode == 0 && !request.IsTaken(id))
                continue;
            if (!scheduler.Runs.IsAlreadyRunning(result))
                return result;
            if (request.IsTaken(id))
                return result with { ExitCode = 0 };
            if (polls >= PollsUntilTaken || RunMarker.Read(services.Paths, name) is not null)
                return result;
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<MineRun> FollowAsync(
        string id,
        ProcessCommand command,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        using var waitLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waitLimit.CancelAfter(timeout);
        var unlimited = command with { TimeLimit = Timeout.InfiniteTimeSpan };
        var start = StartAsync(id, unlimited, scheduler.Runs.StartWaits, waitLimit.Token);
        var log = new LogTail(services.History.LogPath(name, id));
        try
        {
            if (await FollowLogAsync(id, log, start).ConfigureAwait(false) is { } ended)
            {
                // The run has ended. The scheduler can still wait for its hook.
                await waitLimit.CancelAsync().ConfigureAwait(false);
                return ended;
            }
            var result = await start.ConfigureAwait(false);
            Show(log.LastLines());
            if (result.ExitCode == 0)
                await FollowToEndAsync(id, log, waitLimit.Token).ConfigureAwait(false);
            return services.History.Find(name, id)
                ?? await ExplainAsync(id, command, result, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Error.WaitTimedOut(name, timeout);
        }
    }

    /// <summary>Shows the log while the start command runs. Returns the run if it ends first, otherwise null.</summary>
    private async Task<MineRun?> FollowLogAsync(string id, LogTail log, Task start)
    {
        while (!start.IsCompleted)
        {
            await Task.WhenAny(start, Task.Delay(PollInterval, CancellationToken.None)).ConfigureAwait(false);
            Show(log.NewLines());
            if (start.IsCompleted || services.History.Find(name, id) is not { } run)
                continue;
            Show(log.LastLines());
            return run;
        }
        return null;
    }

    /// <summary>Waits for a run whose start command returned before the run ended, or even before it started.</summary>
    private async Task FollowToEndAsync(string id, LogTail log, CancellationToken cancellation)
    {
        for (var idle = 0; services.History.Find(name, id) is null && idle < MaximumIdlePolls(id); )
        {
            idle = RunMarker.Read(services.Paths, name)?.Id == id ? 0 : idle + 1;
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
            Show(log.NewLines());
        }
    }

    private int MaximumIdlePolls(string id) =>
        request.IsTaken(id) ? PollsUntilMarked
        : scheduler.Runs.StartWaits ? 0
        : PollsUntilTaken;

    /// <summary>
    /// Explains why there is no run after the start command: it failed, or the launcher did not start.
    /// </summary>
    private async Task<MineRun> ExplainAsync(
        string id,
        ProcessCommand command,
        ProcessResult result,
        CancellationToken cancellation
    )
    {
        if (result.ExitCode != 0)
            return NotStarted(id, command, result);
        request.Withdraw(id);
        var states = await scheduler.Query.QueryAsync([definition], cancellation).ConfigureAwait(false);
        var recommendation = scheduler.Runs.Recommendation(definition, result);
        throw Error.MineNotStarted(name, states[name].Detail, recommendation);
    }

    private MineRun Started(string id) =>
        new()
        {
            Name = name,
            Id = id,
            Outcome = MineOutcome.Running,
            Started = DateTimeOffset.Now,
            LogPath = services.History.LogPath(name, id),
        };

    private MineRun NotStarted(string id, ProcessCommand command, ProcessResult result)
    {
        request.Withdraw(id);
        return scheduler.Runs.IsAlreadyRunning(result) && RunMarker.Read(services.Paths, name) is { } running
            ? AlreadyRunning(running)
            : throw ProcessErrors.Failed(command, result, scheduler.Runs.Recommendation(definition, result));
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
            LogPath = services.History.LogPath(name, running.Id),
        };
    }

    private void Show(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            services.Reporter.Verbose(line);
            if (string.IsNullOrWhiteSpace(line))
                continue;
            progress = progress.After(line);
            services.Reporter.Progress($"Running {name}", progress.Status, progress.Percent);
        }
    }
}

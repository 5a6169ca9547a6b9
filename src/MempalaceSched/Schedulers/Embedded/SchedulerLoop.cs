using MempalaceSched.Platform;
using MempalaceSched.Runs;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Runs the schedules of the embedded scheduler at their times until it is stopped.
/// <para>
/// It decides by occurrences, not by waiting: each turn looks for the newest occurrence whose time has come and that
/// was not handled. Sleep, clock changes and restarts need no special code. A missed occurrence is still unhandled, one
/// run covers any number of them, and a repeated occurrence is already handled.
/// </para>
/// <para>
/// Only the loop changes state, one turn at a time. Timers, file watchers and ended runs just ring the alarm. A run
/// belongs to the name of a schedule, so a changed definition never runs next to its older version.
/// </para>
/// <para>
/// Quartz.NET would be the alternative to a loop on Cronos. Quartz 4 needs .NET 10, but PowerShell 7.4 has .NET 8. It
/// also uses 22 MiB more memory, takes four times as long to start, and adds fifteen assemblies instead of one (see
/// bench/embedded.md). Whether a run is lost or doubled depends on what is stored on disk, and Quartz does not help
/// with that.
/// </para>
/// </summary>
internal sealed class SchedulerLoop : IDisposable
{
    /// <summary>
    /// The longest wait of the loop. A change of the wall clock is noticed at the latest after this time.
    /// </summary>
    private static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// When to check again after a change, because its cause (such as the removal of a folder) may not be complete.
    /// </summary>
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(1);

    /// <summary>When to try again after a run was rejected because another one was in progress.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private readonly StandardPaths paths;
    private readonly ILauncher launcher;
    private readonly TimeProvider time;
    private readonly Action<SchedulerEvent> emit;
    private readonly DefinitionWatch? watch;
    private readonly Alarm alarm;
    private readonly JobTable jobs;
    private readonly Dictionary<string, Run> running = new(StringComparer.Ordinal);

    /// <param name="paths">The paths of the module's files.</param>
    /// <param name="launcher">Starts launchers.</param>
    /// <param name="time">The wall clock, its time zone, and timers.</param>
    /// <param name="emit">Receives events.</param>
    /// <param name="watch">Reports changed definitions; without it, the loop notices them within 30 seconds.</param>
    public SchedulerLoop(
        StandardPaths paths,
        ILauncher launcher,
        TimeProvider time,
        Action<SchedulerEvent> emit,
        DefinitionWatch? watch = null
    )
    {
        (this.paths, this.launcher, this.time, this.emit, this.watch) = (paths, launcher, time, emit, watch);
        alarm = new Alarm(time);
        jobs = new JobTable(paths, Report);
        if (watch is not null)
            watch.Changed += alarm.Ring;
    }

    /// <summary>Starts the runs that are due now, and waits for them.</summary>
    public async Task<IReadOnlyList<MineRun>> RunOnceAsync(CancellationToken stop)
    {
        Turn(stop);
        var runs = await Task.WhenAll(running.Values.Select(run => run.Task)).ConfigureAwait(false);
        Reap(stop);
        return runs;
    }

    /// <summary>Runs until it is stopped, and then waits for the runs in progress, which are stopped too.</summary>
    /// <param name="stop">Stops the loop and its runs.</param>
    /// <param name="abandon">Ends the wait for the runs.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abandon = default)
    {
        Report(SchedulerEventKind.Started, null, $"PID {Environment.ProcessId}, definitions in {paths.Definitions}");
        using (stop.Register(alarm.Ring))
        {
            while (!stop.IsCancellationRequested)
            {
                await alarm.WaitAsync(Turn(stop)).ConfigureAwait(false);
            }
        }
        Reap(stop);
        Report(SchedulerEventKind.Stopping, null, $"no new runs are started; stopping {running.Count} run(s)");
        var ends = Task.WhenAll(running.Values.Select(run => run.Task));
        await Task.WhenAny(ends, Task.Delay(Timeout.Infinite, abandon)).ConfigureAwait(false);
        Reap(stop);
        Report(SchedulerEventKind.Stopped, null, null);
    }

    /// <summary>One turn: handles ended runs and changed definitions, and starts what is due.</summary>
    /// <returns>How long to wait until the next turn.</returns>
    internal TimeSpan Turn(CancellationToken stop)
    {
        watch?.Renew();
        var (now, zone) = (time.GetUtcNow(), time.LocalTimeZone);
        Reap(stop);
        var changed = jobs.Reload(now, zone);
        foreach (var job in jobs.All.Where(IsIdle))
            StartIfDue(job, now, zone, stop);
        return WaitTime(now, zone, changed ? RecheckInterval : MaximumWait);
    }

    public void Dispose()
    {
        if (watch is not null)
            watch.Changed -= alarm.Ring;
        alarm.Dispose();
    }

    private bool IsIdle(Job job) => !running.ContainsKey(job.Name) && time.GetTimestamp() >= job.NotBefore;

    private void StartIfDue(Job job, DateTimeOffset now, TimeZoneInfo zone, CancellationToken stop)
    {
        if (job.Due(now, zone) is null)
            return;
        if (RunMarker.Read(paths, job.Name) is not null)
            return; // a run that was started by hand, or by an earlier scheduler, is in progress; checked again later
        // The launcher may have started this occurrence before an earlier scheduler was killed.
        if (HandledFile.AddStamp(paths, job, now, zone))
            HandledFile.Save(paths, job.Name, job.Handled);
        if (job.Due(now, zone) is not { } due)
            return;
        if (
            !job.Definition.CatchUp
            && job.BusyOccurrence != due
            && now - job.Agenda.DueTime(due) > Agenda.MaximumLateness
        )
        {
            job.Handle(due, now, zone);
            HandledFile.Save(paths, job.Name, job.Handled);
            Report(
                SchedulerEventKind.Missed,
                job.Name,
                $"the run at {job.Agenda.DueTime(due):yyyy-MM-dd HH:mm} was missed; {JobTable.NextText(job, now, zone)}"
            );
            return;
        }
        Report(SchedulerEventKind.RunStarted, job.Name, $"for {due:yyyy-MM-dd HH:mm}");
        var task = LaunchAsync(job, due, stop);
        running[job.Name] = new Run(job, due, task);
        _ = task.ContinueWith(
            _ => alarm.Ring(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private async Task<MineRun> LaunchAsync(Job job, DateTimeOffset due, CancellationToken stop)
    {
        try
        {
            return await launcher.RunAsync(job.Definition, due, stop).ConfigureAwait(false);
        }
        catch (Exception e) // an error of one run must not stop the others
        {
            return new MineRun
            {
                Name = job.Name,
                Id = RunId.New(),
                Outcome = MineOutcome.Failed,
                Reason = e.Message,
                Started = Now(),
                Trigger = "scheduled",
            };
        }
    }

    private void Reap(CancellationToken stop)
    {
        foreach (var (name, run) in running.Where(each => each.Value.Task.IsCompleted).ToList())
        {
            running.Remove(name);
            var (now, zone) = (time.GetUtcNow(), time.LocalTimeZone);
            Complete(run, now, zone, stop);
            var next = jobs.Find(name) is { } job ? JobTable.NextText(job, now, zone) : null;
            emit(
                new SchedulerEvent
                {
                    Time = Now(),
                    Kind = SchedulerEventKind.RunEnded,
                    Name = name,
                    Run = run.Task.Result,
                    Text = next,
                }
            );
        }
    }

    /// <summary>
    /// An occurrence is handled when the launcher has started it, or when it failed and another attempt would fail too.
    /// </summary>
    private void Complete(Run run, DateTimeOffset now, TimeZoneInfo zone, CancellationToken stop)
    {
        if (OccurrenceStamp.Read(paths, run.Job.Name, zone) == run.Due)
        {
            run.Job.Handle(run.Due, now, zone);
            HandledFile.Save(paths, run.Job.Name, run.Job.Handled);
        }
        else if (run.Task.Result.Outcome == MineOutcome.Busy)
        {
            if (jobs.Find(run.Job.Name) is { } job)
                Postpone(job, run, now, zone);
        }
        else if (!stop.IsCancellationRequested)
        {
            run.Job.Handle(run.Due, now, zone);
        }
    }

    /// <summary>
    /// Sets the time of the next try. If the palace was held, that is the interval of the schedule, but the next
    /// occurrence does not wait for it.
    /// </summary>
    private void Postpone(Job job, Run run, DateTimeOffset now, TimeZoneInfo zone)
    {
        var wait = RetryInterval;
        if (run.Task.Result.Occurrence is not null)
        {
            job.BusyOccurrence = run.Due;
            wait = job.Definition.RetryInterval;
            if (job.NextDue(now, zone) is { } next && next - now < wait)
                wait = next - now;
        }
        job.NotBefore = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
    }

    private TimeSpan WaitTime(DateTimeOffset now, TimeZoneInfo zone, TimeSpan maximum)
    {
        var shortest = maximum;
        foreach (var job in jobs.All.Where(job => !running.ContainsKey(job.Name)))
            if (job.NextDue(now, zone) - now is { } wait && wait < shortest)
                shortest = wait;
        return shortest > TimeSpan.FromMilliseconds(1) ? shortest : TimeSpan.FromMilliseconds(1);
    }

    private void Report(SchedulerEventKind kind, string? name, string? text) =>
        emit(
            new SchedulerEvent
            {
                Time = Now(),
                Kind = kind,
                Name = name,
                Text = text,
            }
        );

    private DateTimeOffset Now() => time.GetLocalNow();

    private sealed record Run(Job Job, DateTimeOffset Due, Task<MineRun> Task);
}

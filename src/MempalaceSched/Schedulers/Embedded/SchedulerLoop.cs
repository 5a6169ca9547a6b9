using MempalaceSched.Platform;
using MempalaceSched.Runs;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Runs the schedules of the embedded scheduler, each at its time, until it is told to stop. All state is touched by the loop alone: a
/// timer, a change of a definition, the end of a run do no more than ring the alarm.
/// </summary>
internal sealed class SchedulerLoop : IDisposable
{
    /// <summary>How long the loop sleeps at most: no longer may the wall clock be off without being noticed.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    /// <summary>When to look again after a change: what made one, such as the removal of a folder, may not have come to its end.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(1);

    /// <summary>When to try again where another run was in the way.</summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromMinutes(1);

    private readonly StandardPaths paths;
    private readonly ILaunch launch;
    private readonly TimeProvider time;
    private readonly Action<SchedulerEvent> emit;
    private readonly DefinitionWatch? watch;
    private readonly Alarm alarm;
    private readonly JobTable jobs;
    private readonly Dictionary<string, Run> running = new(StringComparer.Ordinal);

    /// <param name="paths">Where everything lies.</param>
    /// <param name="launch">Starts launchers.</param>
    /// <param name="time">The wall clock, its zone, and timers.</param>
    /// <param name="emit">Takes what happens.</param>
    /// <param name="watch">Rings when definitions change; without it the loop finds out within half a minute.</param>
    public SchedulerLoop(
        StandardPaths paths,
        ILaunch launch,
        TimeProvider time,
        Action<SchedulerEvent> emit,
        DefinitionWatch? watch = null
    )
    {
        (this.paths, this.launch, this.time, this.emit, this.watch) = (paths, launch, time, emit, watch);
        alarm = new Alarm(time);
        jobs = new JobTable(paths, Say);
        if (watch is not null)
            watch.Changed += alarm.Ring;
    }

    /// <summary>Runs what is due now, once, and waits for it.</summary>
    public async Task<IReadOnlyList<MineRun>> RunOnceAsync(CancellationToken stop)
    {
        Turn(stop);
        var runs = await Task.WhenAll(running.Values.Select(run => run.Task)).ConfigureAwait(false);
        Reap(stop);
        return runs;
    }

    /// <summary>Runs until it is told to stop, then waits for the runs that go on: the launch ends them.</summary>
    /// <param name="stop">Stops it in good order.</param>
    /// <param name="abandon">Ends the wait for the runs.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abandon = default)
    {
        Say(SchedulerEventKind.Started, null, $"PID {Environment.ProcessId}, definitions in {paths.Definitions}");
        using (stop.Register(alarm.Ring))
        {
            while (!stop.IsCancellationRequested)
            {
                var sleep = Turn(stop);
                await alarm.WaitAsync(sleep).ConfigureAwait(false);
            }
        }
        Reap(stop);
        Say(SchedulerEventKind.Stopping, null, $"no new runs; {running.Count} run(s) are told to end and waited for");
        var ends = Task.WhenAll(running.Values.Select(run => run.Task));
        await Task.WhenAny(ends, Task.Delay(Timeout.Infinite, abandon)).ConfigureAwait(false);
        Reap(stop);
        Say(SchedulerEventKind.Stopped, null, null);
    }

    /// <summary>Looks around once: at runs that have ended, definitions that have changed, and what is due.</summary>
    /// <returns>How long nothing will happen by itself.</returns>
    internal TimeSpan Turn(CancellationToken stop)
    {
        watch?.Renew();
        var (now, zone) = (time.GetUtcNow(), time.LocalTimeZone);
        Reap(stop);
        var changed = jobs.Reload(now, zone);
        foreach (var job in jobs.All.Where(IsIdle))
            StartIfDue(job, now, zone, stop);
        return Sleep(now, zone, changed ? SecondLook : LongestSleep);
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
        // The launcher of a scheduler that was killed may have taken it on after all.
        if (HandledFile.AddStamp(paths, job, now, zone))
            HandledFile.Save(paths, job.Name, job.Handled);
        if (job.Due(now, zone) is not { } due)
            return;
        if (!job.Definition.CatchUp && now - job.Agenda.DueTime(due) > Agenda.Punctual)
        {
            job.Handle(due, now, zone);
            HandledFile.Save(paths, job.Name, job.Handled);
            Say(
                SchedulerEventKind.Missed,
                job.Name,
                $"it was due at {job.Agenda.DueTime(due):yyyy-MM-dd HH:mm}; {JobTable.NextText(job, now, zone)}"
            );
            return;
        }
        if (RunMarker.Read(paths, job.Name) is not null)
            return; // somebody else's run: it is looked at again
        Say(SchedulerEventKind.RunStarted, job.Name, $"for {due:yyyy-MM-dd HH:mm}");
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
            return await launch.RunAsync(job.Definition, due, stop).ConfigureAwait(false);
        }
        catch (Exception e) // whatever it is, it must not end the others
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
            Settle(run, now, zone, stop);
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

    /// <summary>The occurrence is handled when the launcher has taken it on, or could not and another try would be no better.</summary>
    private void Settle(Run run, DateTimeOffset now, TimeZoneInfo zone, CancellationToken stop)
    {
        if (OccurrenceStamp.Read(paths, run.Job.Name, zone) == run.Due)
        {
            run.Job.Handle(run.Due, now, zone);
            HandledFile.Save(paths, run.Job.Name, run.Job.Handled);
        }
        else if (run.Task.Result.Outcome == MineOutcome.Busy)
        {
            if (jobs.Find(run.Job.Name) is { } job)
                job.NotBefore = time.GetTimestamp() + (long)(BusyPause.TotalSeconds * time.TimestampFrequency);
        }
        else if (!stop.IsCancellationRequested)
        {
            run.Job.Handle(run.Due, now, zone);
        }
    }

    private TimeSpan Sleep(DateTimeOffset now, TimeZoneInfo zone, TimeSpan atMost)
    {
        var sleep = atMost;
        foreach (var job in jobs.All.Where(job => !running.ContainsKey(job.Name)))
            if (job.NextDue(now, zone) - now is { } wait && wait < sleep)
                sleep = wait;
        return sleep > TimeSpan.FromMilliseconds(1) ? sleep : TimeSpan.FromMilliseconds(1);
    }

    private void Say(SchedulerEventKind kind, string? name, string? text) =>
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

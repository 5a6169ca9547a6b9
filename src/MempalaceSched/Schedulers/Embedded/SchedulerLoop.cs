using System.Threading.Channels;
using MempalaceSched.Errors;
using MempalaceSched.Mining;
using MempalaceSched.Platform;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Runs the schedules of the embedded scheduler, each at its time, until it is told to stop.</summary>
internal sealed class SchedulerLoop(StandardPaths paths, ILaunch launch, TimeProvider time, Action<SchedulerEvent> emit)
{
    /// <summary>How long the loop sleeps at most: no longer may the wall clock be off without being noticed.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private readonly DefinitionStore definitions = new(paths);
    private readonly Dictionary<string, Job> jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> refused = new(StringComparer.Ordinal);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has the loop look again, now.</summary>
    public void Wake() => wake.Writer.TryWrite(true);

    /// <summary>Runs what is due now, once, and waits for it.</summary>
    public async Task<IReadOnlyList<MineRun>> RunOnceAsync(CancellationToken stop)
    {
        Reload();
        StartDue(stop);
        var runs = await Task.WhenAll(jobs.Values.Select(job => job.Running).OfType<Task<MineRun>>()).ConfigureAwait(false);
        return runs;
    }

    /// <summary>Runs until it is told to stop, then waits for the runs that go on: the launch ends them.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Say(SchedulerEventKind.Started, null, $"PID {Environment.ProcessId}, {definitions.Names().Count} definition(s) in {paths.Definitions}");
        while (!stop.IsCancellationRequested)
        {
            Reload();
            StartDue(stop);
            await SleepAsync(stop).ConfigureAwait(false);
        }
        var running = jobs.Values.Where(job => job.Running is { IsCompleted: false }).ToList();
        Say(SchedulerEventKind.Stopping, null, $"{running.Count} run(s) go on and are ended");
        await Task.WhenAll(running.Select(job => job.Running!)).ConfigureAwait(false);
        Say(SchedulerEventKind.Stopped, null, null);
    }

    private void Reload()
    {
        var names = definitions.Names();
        foreach (var gone in jobs.Keys.Except(names).ToList())
        {
            jobs.Remove(gone);
            Say(SchedulerEventKind.Unloaded, gone, null);
        }
        foreach (var name in names) Reload(name);
    }

    private void Reload(string name)
    {
        try
        {
            var definition = definitions.Find(name);
            refused.Remove(name);
            if (definition is null || definition.Scheduler != SchedulerKind.Embedded || !definition.Enabled)
            {
                if (jobs.Remove(name)) Say(SchedulerEventKind.Unloaded, name, null);
                return;
            }
            var signature = DefinitionFormat.Write(definition);
            jobs.TryGetValue(name, out var job);
            if (job?.Signature == signature) return;
            var handled = OccurrenceStamp.Read(paths, name);
            if (!definition.CatchUp && handled < time.GetUtcNow()) handled = time.GetUtcNow();
            jobs[name] = job = new Job(definition, signature, handled) { Running = job?.Running };
            Say(SchedulerEventKind.Loaded, name, NextText(job));
        }
        catch (MempalaceException fault)
        {
            jobs.Remove(name);
            if (refused.GetValueOrDefault(name) == fault.Message) return;
            refused[name] = fault.Message;
            Say(SchedulerEventKind.Refused, name, fault.Message);
        }
    }

    private void StartDue(CancellationToken stop)
    {
        foreach (var (name, job) in jobs)
        {
            if (job.Running is { IsCompleted: false }) continue;
            var now = time.GetUtcNow();
            if (job.Agenda.Due(job.Handled, now, time.LocalTimeZone) is not { } due) continue;
            if (RunMarker.Read(paths, name) is not null) continue; // one that somebody else started; it is looked at again
            job.Handled = due;
            if (!job.Definition.CatchUp && now - job.Agenda.DueTime(due) > Agenda.Punctual)
                Say(SchedulerEventKind.Missed, name, $"it was due at {due.ToLocalTime():yyyy-MM-dd HH:mm}");
            else
                job.Running = RunAsync(job, due, stop);
        }
    }

    private async Task<MineRun> RunAsync(Job job, DateTimeOffset due, CancellationToken stop)
    {
        var name = job.Definition.Name;
        Say(SchedulerEventKind.RunStarted, name, $"for {TimeZoneInfo.ConvertTime(due, time.LocalTimeZone):yyyy-MM-dd HH:mm}");
        var run = await launch.RunAsync(job.Definition, due, stop).ConfigureAwait(false);
        emit(new SchedulerEvent { Time = Now(), Kind = SchedulerEventKind.RunEnded, Name = name, Run = run, Text = NextText(job) });
        Wake();
        return run;
    }

    private async Task SleepAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var next = jobs.Values
            .Where(job => job.Running is not { IsCompleted: false })
            .Select(job => job.Agenda.NextDue(job.Handled, now, time.LocalTimeZone) - now)
            .Min();
        var sleep = next is { } span && span < LongestSleep ? span : LongestSleep;
        if (sleep < TimeSpan.FromMilliseconds(1)) sleep = TimeSpan.FromMilliseconds(1);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var called = wake.Reader.ReadAsync(end.Token).AsTask();
        await Task.WhenAny(Task.Delay(sleep, time, end.Token), called).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
    }

    private string NextText(Job job) => job.Agenda.NextDue(job.Handled, time.GetUtcNow(), time.LocalTimeZone) is { } next
        ? $"next {TimeZoneInfo.ConvertTime(next, time.LocalTimeZone):yyyy-MM-dd HH:mm:ss zzz}"
        : "never again";

    private void Say(SchedulerEventKind kind, string? name, string? text) => emit(new SchedulerEvent { Time = Now(), Kind = kind, Name = name, Text = text });

    private DateTimeOffset Now() => time.GetLocalNow();

    private sealed class Job(ScheduleDefinition definition, string signature, DateTimeOffset handled)
    {
        public ScheduleDefinition Definition { get; } = definition;

        public string Signature { get; } = signature;

        public Agenda Agenda { get; } = new(definition.Name, definition.Recurrence, definition.RandomDelay);

        public DateTimeOffset Handled { get; set; } = handled;

        public Task<MineRun>? Running { get; set; }
    }
}

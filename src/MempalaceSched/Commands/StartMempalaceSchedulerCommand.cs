using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.InteropServices;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Embedded;

namespace MempalaceSched.Commands;

/// <summary>How events are written.</summary>
public enum EventFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A line of JSON.</summary>
    Json,
}

/// <summary>
/// <para type="synopsis">Runs the embedded scheduler, in the foreground, until it is stopped.</para>
/// <para type="description">For places without a scheduler: a container, a machine without systemd. Runs the schedules that were installed with
/// -Scheduler Embedded at their times, makes up for missed ones, and takes up new, changed and removed ones by itself. Writes a line for each
/// event. TERM or ctrl-C: no new runs, those that go on are ended in good order; a second one ends at once.</para>
/// <example><code>Start-MempalaceScheduler</code><para>Runs until it is stopped.</para></example>
/// <example><code>Start-MempalaceScheduler -Once</code><para>Runs what is due now and returns the runs, for a scheduler of your own to call.</para></example>
/// <example><code>mempalace-sched Start-MempalaceScheduler -Format Json</code><para>As the command of a container, for a log collector.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MempalaceScheduler", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(MineRun))]
public sealed class StartMempalaceSchedulerCommand : MempalaceCommand
{
    private readonly BlockingCollection<SchedulerEvent> events = [];
    private readonly CancellationTokenSource end = new();

    /// <summary>Runs what is due now, and returns.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>Writes the runs as objects, in place of a line for each event.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How events are written: Text or Json.</summary>
    [Parameter]
    public EventFormat Format { get; set; }

    /// <summary>Runs the scheduler.</summary>
    protected override void ProcessRecord() => TryItem(() =>
    {
        using var held = SchedulerLock.Take(Bench.Paths);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        AppContext.SetData("MempalaceSched.HandlesSignals", true);
        try
        {
            Run();
        }
        finally
        {
            AppContext.SetData("MempalaceSched.HandlesSignals", null);
        }
    });

    /// <summary>The pipeline is stopped: runs are ended, and nothing more can be written.</summary>
    protected override void StopProcessing()
    {
        end.Cancel();
        base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            events.Dispose();
            end.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Run()
    {
        var loop = new SchedulerLoop(Bench.Paths, new LauncherProcess(Bench.Paths, Bench.Processes, Bench.History), SystemTime.Instance, events.Add);
        var work = Task.Run(async () =>
        {
            try
            {
                if (Once) return await loop.RunOnceAsync(end.Token).ConfigureAwait(false);
                using var watch = DefinitionWatch.Begin(Bench.Paths, loop.Wake);
                await loop.RunAsync(end.Token).ConfigureAwait(false);
                return [];
            }
            finally
            {
                events.CompleteAdding();
            }
        });
        foreach (var each in events.GetConsumingEnumerable())
        {
            if (Stopping) continue;
            if (PassThru && !Once && each.Run is { } run) WriteObject(run);
            else if (!PassThru && !Once) WriteObject(Format == EventFormat.Json ? each.ToJson() : each.ToString());
            else WriteVerbose(each.ToString());
        }
        var runs = work.GetAwaiter().GetResult();
        if (Once && !Stopping) WriteObject(runs, enumerateCollection: true);
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = !end.IsCancellationRequested; // a second one has its ordinary effect
        end.Cancel();
    }
}

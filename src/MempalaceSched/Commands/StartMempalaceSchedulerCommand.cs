using System.Management.Automation;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedulers.Embedded;

namespace MempalaceSched.Commands;

/// <summary>How the embedded scheduler writes events.</summary>
public enum EventFormat
{
    /// <summary>Readable text.</summary>
    Text,

    /// <summary>One JSON object per line.</summary>
    Json,
}

/// <summary>
/// <para type="synopsis">Runs the embedded scheduler in the foreground until it is stopped.</para>
/// <para type="description">The Start-MempalaceScheduler cmdlet is for places without a scheduler, such as a
/// container or a machine without systemd. It starts the schedules that were installed with -Scheduler Embedded at
/// their times, catches up missed occurrences, and notices new, changed and removed schedules. It writes one line
/// for each event.</para>
/// <para type="description">On TERM or CTRL+C, it starts no new runs, stops the runs in progress and waits for
/// them. A second signal ends it at once.</para>
/// <example><code>Start-MempalaceScheduler</code><para>Runs the scheduler until you stop it.</para></example>
/// <example><code>Start-MempalaceScheduler -Once</code><para>Runs what is due now and returns the runs. Use it with
/// a scheduler of your own.</para></example>
/// <example><code>pwsh -NoProfile -Command Start-MempalaceScheduler -Format Json</code><para>Runs the scheduler as
/// the command of a container, with output for a log collector.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MempalaceScheduler", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(MineRun))]
public sealed class StartMempalaceSchedulerCommand : AsyncCommand
{
    private SchedulerSession? session;

    /// <summary>Runs what is due now, returns the runs, and ends.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>Returns the runs as objects instead of a line for each event.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Specifies how events are written: Text or Json.</summary>
    [Parameter]
    public EventFormat Format { get; set; }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        session?.Stop();
        base.StopProcessing();
    }

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation)
    {
        if (!ShouldProcess("the schedules of the embedded scheduler", "Run"))
            return;
        using var current = session = new SchedulerSession(Services.Paths, Services.Processes, Services.History);
        try
        {
            var work = Task.Run(() => current.WorkAsync(Once), CancellationToken.None);
            WriteEvents(current, work);
            var runs = await work.ConfigureAwait(false);
            if (Once && !Stopping)
                await WriteAsync(runs, enumerate: true).ConfigureAwait(false);
        }
        finally
        {
            session = null;
        }
    }

    private void WriteEvents(SchedulerSession current, Task work)
    {
        try
        {
            foreach (var each in current.Events)
                if (!Stopping)
                    Write(each);
        }
        finally
        {
            // The reader of the output may have ended. The scheduler must not continue without it.
            current.Stop();
            Task.WaitAny(work);
        }
    }

    private void Write(SchedulerEvent each)
    {
        if (Once)
            WriteVerbose(each.ToString());
        else if (!PassThru)
            WriteObject(Format == EventFormat.Json ? each.ToJson() : each.ToString());
        else if (each.Run is { } run)
            WriteObject(run);
        else
            WriteVerbose(each.ToString());
    }
}

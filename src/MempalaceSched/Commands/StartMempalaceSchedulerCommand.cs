using System.Management.Automation;
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
    private SchedulerSession? session;

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
    protected override void ProcessRecord() =>
        TryItem(() =>
        {
            if (!ShouldProcess("the schedules of the embedded scheduler", "run"))
                return;
            using var current = session = new SchedulerSession(Bench.Paths, Bench.Processes, Bench.History);
            try
            {
                Run(current);
            }
            finally
            {
                session = null;
            }
        });

    /// <summary>The pipeline is stopped: runs are ended, and nothing more can be written.</summary>
    protected override void StopProcessing()
    {
        session?.Stop();
        base.StopProcessing();
    }

    private void Run(SchedulerSession current)
    {
        var work = Task.Run(() => current.WorkAsync(Once));
        try
        {
            foreach (var each in current.Events)
                if (!Stopping)
                    Show(each);
        }
        finally
        {
            current.Stop(); // whoever reads our output may have had enough: nothing must go on behind its back
            Task.WaitAny(work);
        }
        var runs = work.GetAwaiter().GetResult();
        if (Once && !Stopping)
            WriteObject(runs, enumerateCollection: true);
    }

    private void Show(SchedulerEvent each)
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

using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Ends a mine that runs, and waits until it is over.</para>
/// <para type="description">The mine is told to end as its scheduler would tell it; one that was started by hand is told itself. It has a minute to
/// close the palace in good order, then it is killed. Its history says Interrupted. A name that does not mine now is an error, but not one that a
/// wildcard or the pipeline brings. Ctrl-C ends the wait only.</para>
/// <example><code>Stop-MempalaceMine mempalace-session -PassThru</code><para>Ends it and shows the run.</para></example>
/// <example><code>Stop-MempalaceMine *</code><para>Ends all that run.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "MempalaceMine", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(void), typeof(MineRun))]
public sealed class StopMempalaceMineCommand : SelectedSchedulesCommand
{
    /// <summary>Writes the run that was ended.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How long to wait for the end, such as 2m. For ever, unless given.</summary>
    [Parameter]
    [Duration]
    public TimeSpan TimeOut { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Ends what runs of each schedule of this record.</summary>
    protected override void ProcessRecord()
    {
        var known = Bench.AllNames();
        foreach (var (name, isLiteral) in SelectedNames(known))
            TryItem(() => Stop(NameSelection.Checked(name, known), mustRun: isLiteral && !MyInvocation.ExpectingInput));
    }

    private void Stop(string name, bool mustRun)
    {
        MineOperation.CheckWait(TimeOut);
        var operation = new StopOperation(Bench, name, Bench.Definitions.Find(name));
        if (!operation.IsRunning)
        {
            if (mustRun)
                throw Fault.MineNotRunning(name);
            WriteVerbose($"'{name}' is not mining now.");
            return;
        }
        if (!ShouldProcess(name, "stop the mine that runs"))
            return;
        var run = Wait(token => operation.RunAsync(TimeOut, token));
        if (PassThru && run is not null)
            WriteObject(run);
    }
}

using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Stops runs in progress, and waits until they have ended.</para>
/// <para type="description">The Stop-MempalaceMine cmdlet stops a run through its scheduler. A run that was started
/// by hand gets the signal directly. The command has one minute to close the palace before it is killed. The
/// outcome of the run is Interrupted.</para>
/// <para type="description">It is an error if a schedule that you specify by name has no run in progress. Names
/// from a wildcard or the pipeline without a run are ignored. CTRL+C ends the wait; the run still stops.</para>
/// <example><code>Stop-MempalaceMine mempalace-session -PassThru</code><para>Stops a run and returns
/// it.</para></example>
/// <example><code>Stop-MempalaceMine *</code><para>Stops all runs.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "MempalaceMine", SupportsShouldProcess = true, DefaultParameterSetName = nameof(Name))]
[OutputType(typeof(void), typeof(MineRun))]
public sealed class StopMempalaceMineCommand : AsyncCommand
{
    /// <summary>Specifies the names of the schedules, installed or removed. Wildcards are permitted.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = nameof(Name),
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Specifies schedules that Get-MempalaceSchedule returned.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(InputObject), ValueFromPipeline = true)]
    [ValidateNotNull]
    public Schedule[] InputObject { get; set; } = [];

    /// <summary>Returns the stopped runs. By default, this cmdlet returns nothing.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Specifies how long to wait for the end of a run, for example 2m. The default is no limit. After that time, the
    /// cmdlet writes an error.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan TimeOut { get; set; } = Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation)
    {
        StartRun.CheckTimeout(TimeOut);
        var known = Services.AllNames();
        foreach (var pattern in NamePatterns.From(InputObject, Name))
        foreach (var name in pattern.Expand(known))
        {
            var mustRun = !pattern.HasWildcards && !MyInvocation.ExpectingInput;
            await Reporter
                .TryAsync(() => StopAsync(KnownName.Check(name, known), mustRun, cancellation))
                .ConfigureAwait(false);
        }
    }

    private async Task StopAsync(string name, bool mustRun, CancellationToken cancellation)
    {
        var stop = new StopRun(Services, name);
        if (!stop.IsRunning)
        {
            if (mustRun)
                throw Error.MineNotRunning(name);
            Reporter.Verbose($"'{name}' has no run in progress.");
            return;
        }
        if (!await ShouldProcessAsync(name, "Stop the run").ConfigureAwait(false))
            return;
        var run = await stop.RunAsync(TimeOut, cancellation).ConfigureAwait(false);
        if (PassThru && run is not null)
            await WriteAsync(run).ConfigureAwait(false);
    }
}

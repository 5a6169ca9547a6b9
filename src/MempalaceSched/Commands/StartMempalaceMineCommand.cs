using System.Management.Automation;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Starts a run now, through the scheduler, and waits for the result.</para>
/// <para type="description">The Start-MempalaceMine cmdlet starts a run exactly like a scheduled one, with the same
/// environment, locks, log and history. It shows progress, and with -Verbose the output of the command. A failed
/// run is not an error: its Outcome is Failed.</para>
/// <para type="description">CTRL+C ends the wait, not the run. To stop the run, use Stop-MempalaceMine.</para>
/// <example><code>Start-MempalaceMine mempalace-session -Verbose</code><para>Starts a run and shows all of its
/// output.</para></example>
/// <example><code>Start-MempalaceMine mempalace-session -DryRun</code><para>Shows what a run would file, and files
/// nothing.</para></example>
/// <example><code>$run = Start-MempalaceMine mempalace-session -NoWait</code><para>Starts a run and does not wait
/// for it.</para></example>
/// <example><code>Start-MempalaceMine * | Where-Object Outcome -eq Failed</code><para>Runs all schedules, one after
/// the other, and returns the failed runs.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MempalaceMine", SupportsShouldProcess = true, DefaultParameterSetName = nameof(Name))]
[OutputType(typeof(MineRun), typeof(string))]
public sealed class StartMempalaceMineCommand : AsyncCommand
{
    /// <summary>Specifies the names of the schedules. Wildcards are permitted.</summary>
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

    /// <summary>
    /// Runs the command with its own dry-run option, without the scheduler, and returns its output. Nothing is filed.
    /// </summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <summary>Returns as soon as the scheduler has started the run.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>
    /// Specifies how long to wait for the end of the run, for example 30m. The default is no limit. After that time,
    /// the cmdlet writes an error, and the run continues.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan TimeOut { get; set; } = Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation)
    {
        StartRun.CheckTimeout(TimeOut);
        var finder = new ScheduleFinder(Services);
        foreach (var definition in finder.Find(NamePatterns.From(InputObject, Name)))
            await Reporter.TryAsync(() => StartAsync(definition, cancellation)).ConfigureAwait(false);
    }

    private async Task StartAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        if (DryRun)
        {
            var dryRun = new DryRun(Services, definition);
            await dryRun.RunAsync(TimeOut, line => _ = WriteAsync(line), cancellation).ConfigureAwait(false);
            return;
        }
        if (!await ShouldProcessAsync(definition.Name, "Start a run").ConfigureAwait(false))
            return;
        var start = new StartRun(Services, definition);
        var run = await start.RunAsync(NoWait ? null : TimeOut, cancellation).ConfigureAwait(false);
        await WriteAsync(run).ConfigureAwait(false);
    }
}

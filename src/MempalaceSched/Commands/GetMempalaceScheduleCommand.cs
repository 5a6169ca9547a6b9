using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Gets the installed schedules, with their health, next run and last run.</para>
/// <para type="description">The Get-MempalaceSchedule cmdlet reads the definitions of the current user, asks each
/// scheduler once, and reads the last run from the history. Health says in one word whether a schedule does its
/// work. HealthDetail says what was found and what to do about it.</para>
/// <para type="description">With -Verbose, the cmdlet shows the differences of changed files. Units, launch agents,
/// crontab lines and launchers that carry the module's mark but belong to no definition are returned with the
/// health Orphaned.</para>
/// <example><code>Get-MempalaceSchedule</code><para>Lists all schedules.</para></example>
/// <example><code>Get-MempalaceSchedule mempalace-session | Format-List</code><para>Shows all properties of one
/// schedule.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object Health -ne Healthy | Format-List Name, Health,
/// HealthDetail</code><para>Shows what is wrong and what to do.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object LastOutcome -eq Failed</code><para>Lists the schedules whose
/// last run failed.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MempalaceSchedule")]
[OutputType(typeof(Schedule))]
public sealed class GetMempalaceScheduleCommand : AsyncCommand
{
    private readonly List<string> names = [];

    /// <summary>Specifies the names of the schedules. Wildcards are permitted. The default is all schedules.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Gets only schedules of these sources. The default is all sources.</summary>
    [Parameter]
    [ValidateNotNull]
    public MineSource[] Source { get; set; } = [];

    /// <summary>Gets only schedules on these schedulers. The default is all schedulers.</summary>
    [Parameter]
    [ValidateNotNull]
    public SchedulerKind[] Scheduler { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => names.AddRange(Name);

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation)
    {
        var read = new ReadSchedules(Services);
        var schedules = await read.RunAsync(NamePatterns.From(names), IsWanted, cancellation).ConfigureAwait(false);
        await WriteAsync(schedules, enumerate: true).ConfigureAwait(false);
    }

    private bool IsWanted(MineSource source, SchedulerKind scheduler) =>
        (Source.Length == 0 || Source.Contains(source))
        && (Scheduler.Length == 0 || Scheduler.Contains(scheduler) || Scheduler.Contains(SchedulerKind.Auto));
}

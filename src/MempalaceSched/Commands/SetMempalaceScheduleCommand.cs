using System.Management.Automation;
using MempalaceSched.Schedulers;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Changes settings of installed schedules.</para>
/// <para type="description">The Set-MempalaceSchedule cmdlet changes the specified settings and keeps all others,
/// including the command and the PATH that were found at install. An empty value resets a setting to its
/// default.</para>
/// <para type="description">All schedules of one call are one change per scheduler. If a step fails, the change is
/// undone. With -Scheduler, a schedule moves to another scheduler; it is never installed on two.</para>
/// <example><code>Set-MempalaceSchedule mempalace-session -At 'Mon,Thu 03:30'</code><para>Changes when the schedule
/// runs.</para></example>
/// <example><code>Get-MempalaceSchedule | Set-MempalaceSchedule -Scheduler Systemd</code><para>Moves all schedules
/// to systemd.</para></example>
/// <example><code>Set-MempalaceSchedule mempalace-session -Wing ''</code><para>Resets a setting to its
/// default.</para></example>
/// <example><code>Set-MempalaceSchedule * -TimeLimit 4h -WhatIf</code><para>Shows what a longer time limit would
/// change.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Set, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class SetMempalaceScheduleCommand : ScheduleSettingsCommand
{
    private SetSchedules? set;

    /// <summary>
    /// A number, because PowerShell loads this class before <see cref="DependencyResolver"/> can provide the
    /// enumeration.
    /// </summary>
    private int scheduler;

    /// <summary>
    /// Specifies the names of the schedules. Wildcards are permitted. If you pipe a schedule, only its name is
    /// used, because its other values can be out of date.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Identifies a schedule on the pipeline, as opposed to an object whose properties are settings.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? DefinitionPath { get; set; }

    /// <summary>Specifies the scheduler to move to. Auto is the first one that is available on this machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SchedulerKind Scheduler
    {
        get => (SchedulerKind)scheduler;
        set => scheduler = (int)value;
    }

    /// <summary>Enables lingering, so that systemd schedules also run while you are logged out.</summary>
    [Parameter]
    public SwitchParameter EnableLinger { get; set; }

    /// <summary>Replaces files with the same names that other programs created. Copies of them are kept.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the changed schedules. By default, this cmdlet returns nothing.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool IsScheduleFromPipeline => DefinitionPath is not null;

    private SetSchedules Change =>
        set ??= new SetSchedules(Services, new InstallOptions(EnableLinger, Force), Confirmation);

    /// <inheritdoc/>
    private protected override Task ProcessRecordAsync(CancellationToken cancellation) =>
        Change.AddAsync(
            NamePatterns.From(Name),
            source => Request(source, null),
            IsGiven(nameof(Scheduler)) ? Scheduler : null,
            cancellation
        );

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation)
    {
        var schedules = await Change.RunAsync(cancellation).ConfigureAwait(false);
        if (PassThru)
            await WriteAsync(schedules, enumerate: true).ConfigureAwait(false);
    }
}

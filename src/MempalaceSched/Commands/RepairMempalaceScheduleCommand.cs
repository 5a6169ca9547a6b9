using System.Management.Automation;
using MempalaceSched.Schedulers;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Restores schedules whose files or state differ from their definitions, and removes
/// orphans.</para>
/// <para type="description">The Repair-MempalaceSchedule cmdlet writes the files of Drifted, Missing and Outdated
/// schedules again from their definitions. It removes what Get-MempalaceSchedule returns as Orphaned. Schedules
/// that need no repair are not changed. All repairs on one scheduler are one change. If a step fails, the change is
/// undone.</para>
/// <para type="description">For a problem that files cannot fix, such as a scheduler that is not running, the
/// cmdlet says what to do.</para>
/// <example><code>Repair-MempalaceSchedule -WhatIf</code><para>Shows as a diff what a repair of all schedules would
/// change.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object Health -eq Drifted | Repair-MempalaceSchedule
/// -PassThru</code><para>Restores the schedules whose files were changed, and returns them.</para></example>
/// <example><code>Repair-MempalaceSchedule mempalace-session -EnableLinger</code><para>Enables lingering, so that a
/// schedule also runs while you are logged out.</para></example>
/// </summary>
[Cmdlet(
    VerbsDiagnostic.Repair,
    "MempalaceSchedule",
    SupportsShouldProcess = true,
    DefaultParameterSetName = nameof(Name)
)]
[OutputType(typeof(Schedule))]
public sealed class RepairMempalaceScheduleCommand : AsyncCommand
{
    private RepairSchedules? repair;
    private ScheduleFinder? finder;

    /// <summary>Specifies the names of the schedules. Wildcards are permitted. The default is all schedules.</summary>
    [Parameter(
        Position = 0,
        ParameterSetName = nameof(Name),
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Specifies schedules that Get-MempalaceSchedule returned.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(InputObject), ValueFromPipeline = true)]
    [ValidateNotNull]
    public Schedule[] InputObject { get; set; } = [];

    /// <summary>Enables lingering, so that systemd schedules also run while you are logged out.</summary>
    [Parameter]
    public SwitchParameter EnableLinger { get; set; }

    /// <summary>Replaces files that no longer carry the module's mark. Copies of them are kept.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the restored schedules. By default, this cmdlet returns nothing.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private RepairSchedules Repair =>
        repair ??= new RepairSchedules(Services, new InstallOptions(EnableLinger, Force), Confirmation);

    private ScheduleFinder Finder => finder ??= new ScheduleFinder(Services);

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation) =>
        Repair.Add(
            InputObject.Length > 0
                ? await Finder.FindAllAsync(InputObject, cancellation).ConfigureAwait(false)
                : await Finder.FindAllAsync(NamePatterns.From(Name), cancellation).ConfigureAwait(false)
        );

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation)
    {
        var restored = await Repair.RunAsync(cancellation).ConfigureAwait(false);
        if (PassThru)
            await WriteAsync(restored, enumerate: true).ConfigureAwait(false);
    }
}

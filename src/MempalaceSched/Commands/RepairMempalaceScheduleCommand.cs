using System.Management.Automation;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Puts schedules back that have drifted or gone missing, and takes away what is left over of others.</para>
/// <para type="description">Writes the files of Drifted and Missing schedules again from their definitions as they are, and has the scheduler take
/// them over; removes what is Orphaned. Those that are Healthy or Disabled are left alone. What no file can mend, such as a scheduler that does not
/// run, is told with what does mend it. All that is put back under one scheduler is one change: when anything fails, all is as it was.</para>
/// <example><code>Repair-MempalaceSchedule -WhatIf</code><para>Shows what is wrong with all of them, as a diff, and changes nothing.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object Health -eq Drifted | Repair-MempalaceSchedule -PassThru</code><para>Puts back those whose files were changed, and shows them.</para></example>
/// <example><code>Repair-MempalaceSchedule mempalace-session -EnableLinger</code><para>Has it run while you are logged out too.</para></example>
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "MempalaceSchedule", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(Schedule))]
public sealed class RepairMempalaceScheduleCommand : ScheduleCommand
{
    private const string ByName = "Name";
    private const string ByObject = "InputObject";
    private readonly List<Found> chosen = [];

    /// <summary>The names of the schedules; wildcards are allowed. All, unless given.</summary>
    [Parameter(
        Position = 0,
        ParameterSetName = ByName,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Schedules as Get-MempalaceSchedule gives them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByObject, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Schedule[] InputObject { get; set; } = [];

    /// <summary>Has the schedules run while you are logged out too (loginctl enable-linger).</summary>
    [Parameter]
    public SwitchParameter EnableLinger { get; set; }

    /// <summary>Replaces files of those names that carry our mark no more. A copy of them is kept.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the schedules that were put back, as they are then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override InstallOptions Options => new(EnableLinger, Force);

    /// <summary>Chooses them.</summary>
    protected override void ProcessRecord()
    {
        foreach (var found in ParameterSetName == ByObject ? FindAll(InputObject) : FindAll(Name))
            if (!chosen.Exists(found.IsSameAs))
                chosen.Add(found);
    }

    /// <summary>Looks what is the matter with them, and mends what can be mended.</summary>
    protected override void EndProcessing()
    {
        var repair = new RepairOperation(Bench, EnableLinger);
        var definitions = chosen.Where(found => found.Orphan is null).Select(found => found.Definition).ToList();
        foreach (
            var (definition, schedule) in definitions.Zip(Wait(token => Bench.Reader.ReadAsync(definitions, token)))
        )
            TryItem(() => Prepare(repair, definition, schedule));
        PutInPlace(
            "Repair",
            schedule =>
            {
                if (PassThru)
                    WriteObject(schedule);
            }
        );
        RemoveOrphans([.. chosen.Select(found => found.Orphan).OfType<Orphan>()], purge: false);
    }

    private void Prepare(RepairOperation repair, ScheduleDefinition definition, Schedule schedule)
    {
        if (Wait(token => repair.MendsAsync(definition, schedule, token)))
            Change(definition, SchedulerOf(definition.Scheduler), old => old, asItIs: true);
    }
}

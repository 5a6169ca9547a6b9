using System.Management.Automation;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Changes settings of installed schedules.</para>
/// <para type="description">Takes every setting of Install-MempalaceSchedule, and changes only what is named: all else stays as it was, the
/// command and the PATH of the day of the install among it. An empty text takes a setting back to its default. All schedules of one call are one
/// change: when anything fails, all is put back. -Scheduler moves a schedule to another scheduler; it is never under two.</para>
/// <example><code>Set-MempalaceSchedule mempalace-session -At 'Mon,Thu 03:30'</code><para>Another time, all else as it was.</para></example>
/// <example><code>Get-MempalaceSchedule | Set-MempalaceSchedule -Scheduler Systemd</code><para>Moves all to systemd.</para></example>
/// <example><code>Set-MempalaceSchedule * -TimeLimit 4h -WhatIf</code><para>Shows what a longer limit would change.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Set, "MempalaceSchedule", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(Schedule))]
public sealed class SetMempalaceScheduleCommand : ScheduleSettingsCommand
{
    private const string ByName = "Name";
    private const string ByObject = "InputObject";
    private readonly HashSet<string> typed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the schedules; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Schedules as Get-MempalaceSchedule gives them. Only their names count: what they show was true when they were got.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByObject, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Schedule[] InputObject { get; set; } = [];

    /// <summary>Writes the changed schedules.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Keeps in mind what was typed: a schedule on the pipeline brings a value for every parameter along.</summary>
    protected override void BeginProcessing() => typed.UnionWith(MyInvocation.BoundParameters.Keys);

    /// <summary>Makes the new definitions.</summary>
    protected override void ProcessRecord()
    {
        foreach (var definition in Find(ParameterSetName == ByObject ? InputObject.Select(schedule => schedule.Name) : Name))
            TryItem(() => Prepare(definition));
    }

    /// <summary>Changes them, as one change for each scheduler.</summary>
    protected override void EndProcessing() => PutInPlace("Change", schedule =>
    {
        if (PassThru) WriteObject(schedule);
    });

    private protected override bool IsSaid(string parameter) => ParameterSetName == ByObject ? typed.Contains(parameter) : base.IsSaid(parameter);

    private void Prepare(ScheduleDefinition definition)
    {
        var scheduler = IsSaid(nameof(Scheduler)) ? ChosenScheduler() : SchedulerOf(definition.Scheduler);
        Want(new DefinitionBuilder(Bench.Environment).Build(Request(definition.Source, null), scheduler.Kind, definition), scheduler);
    }
}

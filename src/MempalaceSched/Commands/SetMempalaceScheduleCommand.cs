using System.Management.Automation;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Changes settings of installed schedules.</para>
/// <para type="description">Takes every setting of Install-MempalaceSchedule, and changes only what is named: all else stays as it was, the
/// command and the PATH of the day of the install among it. An empty text takes a setting back to its default. All schedules of one call are one
/// change for each scheduler: when anything fails, all of that is put back. -Scheduler moves a schedule to another scheduler; it is never under two.</para>
/// <example><code>Set-MempalaceSchedule mempalace-session -At 'Mon,Thu 03:30'</code><para>Another time, all else as it was.</para></example>
/// <example><code>Get-MempalaceSchedule | Set-MempalaceSchedule -Scheduler Systemd</code><para>Moves all to systemd.</para></example>
/// <example><code>Set-MempalaceSchedule * -TimeLimit 4h -WhatIf</code><para>Shows what a longer limit would change.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Set, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class SetMempalaceScheduleCommand : InstallSettingsCommand
{
    private readonly HashSet<string> typed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the schedules; wildcards are allowed. Of schedules on the pipeline only the names count: what else they show was
    /// true when they were got.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Comes with a schedule on the pipeline, and so tells it from other objects, whose properties are settings.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? DefinitionPath { get; set; }

    /// <summary>Writes the changed schedules.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Keeps in mind what was typed: a schedule on the pipeline brings a value for every parameter along.</summary>
    protected override void BeginProcessing() => typed.UnionWith(MyInvocation.BoundParameters.Keys);

    /// <summary>Makes the new definitions.</summary>
    protected override void ProcessRecord()
    {
        foreach (var definition in Find(Name))
            TryItem(() => Prepare(definition));
    }

    /// <summary>Changes them, as one change for each scheduler.</summary>
    protected override void EndProcessing() =>
        PutInPlace(
            "Change",
            schedule =>
            {
                if (PassThru)
                    WriteObject(schedule);
            }
        );

    private protected override bool IsSaid(string parameter) =>
        DefinitionPath is null ? base.IsSaid(parameter) : typed.Contains(parameter);

    private void Prepare(ScheduleDefinition definition)
    {
        var scheduler = IsSaid(nameof(Scheduler)) ? ChosenScheduler() : SchedulerOf(definition.Scheduler);
        var request = Request(definition.Source, null);
        Change(definition, scheduler, old => Build(request, scheduler, old));
    }
}

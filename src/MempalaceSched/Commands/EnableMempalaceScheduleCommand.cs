using System.Management.Automation;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Has disabled schedules run again.</para>
/// <para type="description">Puts them back under their schedulers, with all their settings. What was missed while they were disabled is not made up for.</para>
/// <example><code>Enable-MempalaceSchedule mempalace-session</code><para>It runs again from its next occurrence on.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Enable, "MempalaceSchedule", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(Schedule))]
public sealed class EnableMempalaceScheduleCommand : SwitchSchedulesCommand
{
    private protected override bool On => true;
}

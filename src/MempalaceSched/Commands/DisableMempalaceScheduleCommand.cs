using System.Management.Automation;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Keeps schedules from running, without removing them.</para>
/// <para type="description">The scheduler is told not to run them, now and after the machine has been started again; definition, launcher and history stay, and
/// Start-MempalaceMine still works. A mine that runs is left to end, but under launchd, which ends it.</para>
/// <example><code>Get-MempalaceSchedule | Disable-MempalaceSchedule</code><para>Nothing runs by itself until Enable-MempalaceSchedule.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Disable, "MempalaceSchedule", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(Schedule))]
public sealed class DisableMempalaceScheduleCommand : SwitchSchedulesCommand
{
    private protected override bool On => false;
}

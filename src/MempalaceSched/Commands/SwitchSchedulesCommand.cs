using System.Management.Automation;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>A cmdlet that says whether schedules run by themselves.</summary>
public abstract class SwitchSchedulesCommand : SelectedSchedulesCommand
{
    /// <summary>Writes the schedules as they are then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Whether they are to run.</summary>
    private protected abstract bool On { get; }

    /// <summary>Chooses them.</summary>
    protected override void ProcessRecord()
    {
        foreach (var definition in Selected())
            TryItem(() => Prepare(definition));
    }

    /// <summary>Switches them, as one change for each scheduler.</summary>
    protected override void EndProcessing() =>
        PutInPlace(
            On ? "Enable" : "Disable",
            schedule =>
            {
                if (PassThru)
                    WriteObject(schedule);
            }
        );

    private void Prepare(ScheduleDefinition definition) =>
        Change(definition, SchedulerOf(definition.Scheduler), old => old with { Enabled = On });
}

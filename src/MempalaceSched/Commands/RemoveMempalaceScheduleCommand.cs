using System.Management.Automation;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Removes schedules: from the scheduler and from the disk.</para>
/// <para type="description">Takes away exactly what Install-MempalaceSchedule made. History and logs stay, unless -Purge is given; a mine that
/// runs is left to end. What is left of a schedule without a definition (Health Orphaned) goes by its name too. All schedules of one call are removed as one change: when anything fails, all is put back.</para>
/// <example><code>Remove-MempalaceSchedule mempalace-session</code><para>Removes one; its history stays.</para></example>
/// <example><code>Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge</code><para>Removes all, and all traces of them, but for copies of what was not ours.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "MempalaceSchedule", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(void))]
public sealed class RemoveMempalaceScheduleCommand : SelectedSchedulesCommand
{
    private readonly List<Found> seen = [];
    private readonly List<ScheduleDefinition> chosen = [];

    /// <summary>Takes history and logs away too.</summary>
    [Parameter]
    public SwitchParameter Purge { get; set; }

    private RemoveOperation Removal => new(Bench, Purge);

    /// <summary>Chooses what is to go.</summary>
    protected override void ProcessRecord()
    {
        foreach (var found in ParameterSetName == ByObject ? FindAll(InputObject) : FindAll(Name))
        {
            if (seen.Exists(found.IsSameAs))
                continue;
            seen.Add(found);
            if (found.Orphan is null)
                TryItem(() => Choose(found.Definition));
        }
    }

    /// <summary>Removes all that was chosen, as one change, and then what is left of others.</summary>
    protected override void EndProcessing()
    {
        if (chosen.Count > 0)
            TryItem(() => Wait(token => Removal.ApplyLockedAsync(chosen, token)));
        RemoveOrphans([.. seen.Select(found => found.Orphan).OfType<Orphan>()], Purge);
    }

    private void Choose(ScheduleDefinition definition)
    {
        Removal.Check(definition);
        var description = IsWhatIf
            ? $"Remove the schedule '{definition.Name}':\n{Preview(Removal.Plan([definition]))}"
            : $"Removing the schedule '{definition.Name}'{(Purge ? " with its history and logs" : "")}";
        if (
            ShouldProcess(
                description,
                $"Remove the schedule '{definition.Name}'{(Purge ? " with its history and logs" : "")}?",
                "Remove-MempalaceSchedule"
            )
        )
            chosen.Add(definition);
    }
}

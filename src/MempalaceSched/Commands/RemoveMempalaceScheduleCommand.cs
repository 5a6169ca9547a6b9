using System.Management.Automation;
using MempalaceSched.Changes;
using MempalaceSched.Operations;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Removes schedules: from the scheduler and from the disk.</para>
/// <para type="description">Takes away exactly what Install-MempalaceSchedule made. History and logs stay, unless -Purge is given; a mine that
/// runs is left to end. All schedules of one call are removed as one change: when anything fails, all is put back.</para>
/// <example><code>Remove-MempalaceSchedule mempalace-session</code><para>Removes one; its history stays.</para></example>
/// <example><code>Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge</code><para>Removes all, and all traces of them but for what -Force has replaced.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "MempalaceSchedule", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(void))]
public sealed class RemoveMempalaceScheduleCommand : SelectedSchedulesCommand
{
    private readonly List<ScheduleDefinition> chosen = [];

    /// <summary>Takes history and logs away too.</summary>
    [Parameter]
    public SwitchParameter Purge { get; set; }

    private RemoveOperation Removal => new(Bench, Purge);

    /// <summary>Chooses what is to go.</summary>
    protected override void ProcessRecord()
    {
        foreach (var definition in Selected().Where(definition => chosen.All(other => other.Name != definition.Name)))
            TryItem(() => Choose(definition));
    }

    /// <summary>Removes all that was chosen, as one change.</summary>
    protected override void EndProcessing()
    {
        if (chosen.Count == 0) return;
        TryItem(() => Wait(async token =>
        {
            using var _ = await ChangeLock.TakeAsync(Bench.Paths, token).ConfigureAwait(false);
            await Removal.ApplyAsync(chosen, token).ConfigureAwait(false);
        }));
    }

    private void Choose(ScheduleDefinition definition)
    {
        Removal.Check(definition);
        var description = IsWhatIf
            ? $"Remove the schedule '{definition.Name}':\n{Wait(Removal.Plan([definition]).PreviewAsync)}"
            : $"Removing the schedule '{definition.Name}'{(Purge ? " with its history and logs" : "")}";
        if (ShouldProcess(description, $"Remove the schedule '{definition.Name}'{(Purge ? " with its history and logs" : "")}?", "Remove-MempalaceSchedule"))
            chosen.Add(definition);
    }
}

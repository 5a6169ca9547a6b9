using System.Management.Automation;
using MempalaceSched.Operations;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Gets the installed schedules, with their next and last runs.</para>
/// <para type="description">Reads the definitions of this user, asks each scheduler once, however many schedules it has, and looks up the
/// last run of each schedule in its history. Health says in one word whether a schedule does its work, HealthDetail what is the matter and what mends
/// it; -Verbose shows what was changed in a file that has drifted. What carries our mark and has no definition is shown too, as Orphaned.</para>
/// <example><code>Get-MempalaceSchedule</code><para>All schedules, as a table.</para></example>
/// <example><code>Get-MempalaceSchedule mempalace-session | Format-List</code><para>All there is to know of one.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object Health -ne Healthy | Format-List Name, Health, HealthDetail</code><para>What is the matter, and what mends it.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object LastOutcome -eq Failed</code><para>Those whose last run failed.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MempalaceSchedule")]
[OutputType(typeof(Schedule))]
public sealed class GetMempalaceScheduleCommand : NamedSchedulesCommand
{
    private readonly List<Found> found = [];

    /// <summary>Only schedules that mine these sources.</summary>
    [Parameter]
    [ValidateNotNull]
    public MineSource[] Source { get; set; } = [];

    /// <summary>Only schedules under these schedulers.</summary>
    [Parameter]
    [ValidateNotNull]
    public SchedulerKind[] Scheduler { get; set; } = [];

    /// <summary>Looks the names up.</summary>
    protected override void ProcessRecord()
    {
        foreach (var each in FindAll(Name))
            if (!found.Exists(each.IsSameAs)) found.Add(each);
    }

    /// <summary>Asks the schedulers, once for all.</summary>
    protected override void EndProcessing() => TryItem(() =>
    {
        WriteObject(Wait(token => Bench.Reader.ReadAsync(
            [.. found.Where(each => each.Orphan is null).Select(each => each.Definition).Where(each => IsWanted(each.Source, each.Scheduler))], token)), enumerateCollection: true);
        WriteObject(Wait(token => Bench.Reader.ReadAsync(
            [.. found.Select(each => each.Orphan).OfType<Orphan>().Where(each => IsWanted(each.Source, each.Scheduler))], token)), enumerateCollection: true);
    });

    private bool IsWanted(MineSource source, SchedulerKind scheduler) => (Source.Length == 0 || Source.Contains(source))
        && (Scheduler.Length == 0 || Scheduler.Contains(scheduler) || Scheduler.Contains(SchedulerKind.Auto));
}

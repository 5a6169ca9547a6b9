using System.Management.Automation;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Gets the installed schedules, with their next and last runs.</para>
/// <para type="description">Reads the definitions of this user, asks each scheduler once, however many schedules it has, and looks up the
/// last run of each schedule in its history.</para>
/// <example><code>Get-MempalaceSchedule</code><para>All schedules, as a table.</para></example>
/// <example><code>Get-MempalaceSchedule mempalace-session | Format-List</code><para>All there is to know of one.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object LastOutcome -eq Failed</code><para>Those whose last run failed.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MempalaceSchedule")]
[OutputType(typeof(Schedule))]
public sealed class GetMempalaceScheduleCommand : MempalaceCommand
{
    private readonly List<ScheduleDefinition> found = [];

    /// <summary>The names of the schedules; wildcards are allowed. All, unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = ["*"];

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
        var known = Bench.Definitions.Names();
        foreach (var name in Name.SelectMany(pattern => NameSelection.Expand(pattern, known)))
            TryItem(() => Add(NameSelection.Find(name, Bench.Definitions)));
    }

    /// <summary>Asks the schedulers, once for all.</summary>
    protected override void EndProcessing() =>
        TryItem(() => WriteObject(Wait(token => Bench.Reader.ReadAsync(found, token)), enumerateCollection: true));

    private void Add(ScheduleDefinition definition)
    {
        if (Source.Length > 0 && !Source.Contains(definition.Source)) return;
        if (Scheduler.Length > 0 && !Scheduler.Contains(definition.Scheduler) && !Scheduler.Contains(SchedulerKind.Auto)) return;
        if (found.All(other => other.Name != definition.Name)) found.Add(definition);
    }
}

using System.Management.Automation;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

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
    private readonly List<string> patterns = [];

    /// <summary>Only schedules that mine these sources.</summary>
    [Parameter]
    [ValidateNotNull]
    public MineSource[] Source { get; set; } = [];

    /// <summary>Only schedules under these schedulers.</summary>
    [Parameter]
    [ValidateNotNull]
    public SchedulerKind[] Scheduler { get; set; } = [];

    /// <summary>Takes the names.</summary>
    protected override void ProcessRecord() => patterns.AddRange(Name);

    /// <summary>Asks the schedulers, once for all.</summary>
    protected override void EndProcessing() =>
        TryItem(() =>
        {
            var read = Wait(token => BesideOrphansAsync(inner => Bench.Reader.ReadAsync(Definitions(), inner), token))
                .ToDictionary(schedule => schedule.Name, StringComparer.Ordinal);
            var found = FindAll(patterns);
            foreach (var each in found.Where(each => each.Orphan is null))
                if (read.TryGetValue(each.Definition.Name, out var schedule))
                    WriteObject(schedule);
            WriteObject(
                Wait(token =>
                    Bench.Reader.ReadAsync(
                        [
                            .. found
                                .Select(each => each.Orphan)
                                .OfType<Orphan>()
                                .Where(each => IsWanted(each.Source, each.Scheduler)),
                        ],
                        token
                    )
                ),
                enumerateCollection: true
            );
        });

    /// <summary>The definitions that are meant. One that cannot be read, and one that is not there, is an error later, when all names are looked up.</summary>
    private IReadOnlyList<ScheduleDefinition> Definitions()
    {
        var known = Bench.Definitions.Names();
        var meant = patterns
            .SelectMany(pattern => NameSelection.Expand(pattern, known))
            .Distinct(StringComparer.Ordinal)
            .Where(known.Contains);
        return
        [
            .. meant
                .Select(Bench.Definitions.FindReadable)
                .OfType<ScheduleDefinition>()
                .Where(definition => IsWanted(definition.Source, definition.Scheduler)),
        ];
    }

    private bool IsWanted(MineSource source, SchedulerKind scheduler) =>
        (Source.Length == 0 || Source.Contains(source))
        && (Scheduler.Length == 0 || Scheduler.Contains(scheduler) || Scheduler.Contains(SchedulerKind.Auto));
}

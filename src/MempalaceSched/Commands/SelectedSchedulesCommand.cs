using System.Management.Automation;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>A cmdlet that does something to installed schedules, by name or by object.</summary>
public abstract class SelectedSchedulesCommand : ScheduleCommand
{
    private protected const string ByName = "Name";
    private protected const string ByObject = "InputObject";

    /// <summary>The names of the schedules; wildcards are allowed.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = ByName,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Schedules as Get-MempalaceSchedule gives them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByObject, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Schedule[] InputObject { get; set; } = [];

    /// <summary>The definitions that this record means. A name that means none is an error of that name.</summary>
    private protected IReadOnlyList<ScheduleDefinition> Selected() =>
        Find(ParameterSetName == ByObject ? InputObject.Select(schedule => schedule.Name) : Name);

    /// <summary>The names that this record means, each with whether it was given as it is, and not by a wildcard.</summary>
    private protected IEnumerable<(string Name, bool IsLiteral)> SelectedNames(IReadOnlyList<string> known) =>
        (
            ParameterSetName == ByObject
                ? InputObject.Select(schedule => (schedule.Name, true))
                : Name.SelectMany(pattern =>
                    NameSelection
                        .Expand(pattern, known)
                        .Select(name => (name, !WildcardPattern.ContainsWildcardCharacters(pattern)))
                )
        ).DistinctBy(selected => selected.Item1, StringComparer.Ordinal);
}

using System.Management.Automation;

namespace MempalaceSched.Commands;

/// <summary>A cmdlet that tells of schedules: of all, or of those that are named.</summary>
public abstract class NamedSchedulesCommand : ScheduleCommand
{
    /// <summary>The names of the schedules; wildcards are allowed. All, unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = ["*"];
}

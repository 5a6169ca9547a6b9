using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Removes schedules from their scheduler.</para>
/// <para type="description">The Remove-MempalaceSchedule cmdlet removes a schedule and all files that belong to it.
/// A run in progress is allowed to finish, except under launchd, which stops it. History and logs are kept; use
/// -Purge to delete them too. To delete the history of a schedule that was already removed, delete its folder in
/// ~/.local/state/mempalace-sched.</para>
/// <para type="description">All schedules of one call are removed as one change. If a step fails, the change is
/// undone. Orphans, which Get-MempalaceSchedule returns with the health Orphaned, are removed in the same
/// way.</para>
/// <example><code>Remove-MempalaceSchedule mempalace-session</code><para>Removes a schedule and keeps its
/// history.</para></example>
/// <example><code>Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge</code><para>Removes all schedules with
/// their histories and logs.</para></example>
/// <example><code>Remove-MempalaceSchedule 'mempalace-*' -WhatIf</code><para>Shows which files would be deleted and
/// which commands would run.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "MempalaceSchedule", SupportsShouldProcess = true, DefaultParameterSetName = nameof(Name))]
[OutputType(typeof(void))]
public sealed class RemoveMempalaceScheduleCommand : AsyncCommand
{
    private RemoveSchedules? removal;
    private ScheduleFinder? finder;

    /// <summary>Specifies the names of the schedules. Wildcards are permitted.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = nameof(Name),
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Specifies schedules that Get-MempalaceSchedule returned.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(InputObject), ValueFromPipeline = true)]
    [ValidateNotNull]
    public Schedule[] InputObject { get; set; } = [];

    /// <summary>Deletes history and logs too.</summary>
    [Parameter]
    public SwitchParameter Purge { get; set; }

    private RemoveSchedules Removal => removal ??= new RemoveSchedules(Services, Purge, Confirmation);

    private ScheduleFinder Finder => finder ??= new ScheduleFinder(Services);

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation)
    {
        var matches =
            InputObject.Length > 0
                ? await Finder.FindAllAsync(InputObject, cancellation).ConfigureAwait(false)
                : await Finder.FindAllAsync(NamePatterns.From(Name), cancellation).ConfigureAwait(false);
        await Removal.AddAsync(matches, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    private protected override Task EndProcessingAsync(CancellationToken cancellation) =>
        Removal.RunAsync(cancellation);
}

using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Converts handmade timers, launch agents and crontab lines to schedules.</para>
/// <para type="description">The Import-MempalaceSchedule cmdlet finds systemd user timers, launch agents and
/// crontab lines that start mempalace-session, mempalace-pi-session or mempalace mine. It replaces each with a
/// schedule on the same scheduler that has the same times, options, palace and environment.</para>
/// <para type="description">All replacements on one scheduler are one change. No job runs twice, and if a step
/// fails, everything is restored byte for byte. Copies of the original files are kept in the state folder. A job
/// that is not fully understood is not changed, and a warning gives the reason. The repository's docs/adopt.md
/// lists what is understood.</para>
/// <example><code>Import-MempalaceSchedule -WhatIf</code><para>Shows as a diff what would be imported, and warns
/// about what would not.</para></example>
/// <example><code>Import-MempalaceSchedule</code><para>Imports all jobs.</para></example>
/// <example><code>Import-MempalaceSchedule -Scheduler Cron -Name mempalace-pi* -Confirm</code><para>Imports some
/// jobs of the crontab, and asks about each.</para></example>
/// </summary>
[Cmdlet(VerbsData.Import, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class ImportMempalaceScheduleCommand : AsyncCommand
{
    /// <summary>Specifies the schedulers to search. The default is all that are available on this machine.</summary>
    [Parameter]
    public SchedulerKind[] Scheduler { get; set; } = [];

    /// <summary>
    /// Specifies the names of jobs: timers, labels, or for a crontab line the name that its schedule gets. Wildcards
    /// are permitted. The default is all jobs.
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Replaces installed schedules of the same name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation)
    {
        var import = new ImportSchedules(Services, Force, Confirmation);
        var patterns = NamePatterns.From(Name);
        var schedules = await import.RunAsync(Scheduler, patterns, cancellation).ConfigureAwait(false);
        await WriteAsync(schedules, enumerate: true).ConfigureAwait(false);
    }
}

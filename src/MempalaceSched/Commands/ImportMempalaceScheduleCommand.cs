using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Replaces timers, launch agents and crontab lines that were made by hand with schedules.</para>
/// <para type="description">The Import-MempalaceSchedule cmdlet finds systemd user timers, launch agents and crontab lines
/// that start mempalace-session, mempalace-pi-session or `mempalace mine`, and replaces each with a schedule that has the
/// same times, flags, palace and environment, on the same scheduler. The job and its replacement are exchanged in one
/// change per scheduler: nothing runs twice, and if a step fails, everything is restored byte for byte. Copies of the
/// original files are kept in the state folder. A job that is not fully understood is left alone, with a warning that
/// says why. docs/adopt.md lists what is understood.</para>
/// <example><code>Import-MempalaceSchedule -WhatIf</code><para>Shows as a diff what would be imported, and what would be
/// left alone.</para></example>
/// <example><code>Import-MempalaceSchedule</code><para>Imports all jobs.</para></example>
/// <example><code>Import-MempalaceSchedule -Scheduler Cron -Name mempalace-pi* -Confirm</code><para>Asks before each
/// job.</para></example>
/// </summary>
[Cmdlet(VerbsData.Import, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class ImportMempalaceScheduleCommand : AsyncCommand
{
    /// <summary>Specifies the schedulers to search. The default is all that are available on this machine.</summary>
    [Parameter]
    public SchedulerKind[] Scheduler { get; set; } = [];

    /// <summary>
    /// Specifies the names of jobs: timers, labels, or for a crontab line the name that its schedule gets. Wildcards are
    /// permitted.
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

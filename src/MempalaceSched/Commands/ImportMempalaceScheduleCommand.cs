using System.Management.Automation;
using MempalaceSched.Import;
using MempalaceSched.Schedulers;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Adopts timers, launch agents and crontab lines that were made by hand.</para>
/// <para type="description">Looks for systemd user timers, launch agents and lines of the crontab that call mempalace-session,
/// mempalace-pi-session or `mempalace mine`, and puts a schedule in the place of each: same time, same flags, same palace, same environment, under
/// the same scheduler. Theirs goes and ours comes in one change for each scheduler: nothing runs twice, and when anything fails, all is put back
/// to the byte. Copies of their files are kept in the state folder. What is not understood to the last word is left alone, with a warning that says
/// why. docs/adopt.md says what is understood.</para>
/// <example><code>Import-MempalaceSchedule -WhatIf</code><para>Shows what would be adopted, as a diff, and what would be left alone.</para></example>
/// <example><code>Import-MempalaceSchedule</code><para>Adopts all that there is.</para></example>
/// <example><code>Import-MempalaceSchedule -Scheduler Cron -Name mempalace-pi* -Confirm</code><para>Asks before each.</para></example>
/// </summary>
[Cmdlet(VerbsData.Import, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class ImportMempalaceScheduleCommand : ScheduleCommand
{
    private readonly Dictionary<string, ForeignJob> adopted = new(StringComparer.Ordinal);

    /// <summary>Where to look. Unless given, in all schedulers that are here.</summary>
    [Parameter]
    public SchedulerKind[] Scheduler { get; set; } = [];

    /// <summary>Only what has such a name there (a timer, a label; a crontab line goes by the name of its schedule); wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Adopts what would get the name of a schedule that there is already, and puts it in the place of that.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override InstallOptions Options => new(EnableLinger: false, Force) { Adopted = adopted };

    /// <summary>Finds what there is, and adopts it.</summary>
    protected override void EndProcessing()
    {
        var import = new ImportOperation(Bench, Force, IsWhatIf);
        foreach (var kind in import.Places(Scheduler))
            TryItem(() => Take(import, import.Scheduler(kind)));
        PutInPlace("Adopt", WriteObject);
    }

    private void Take(ImportOperation import, IScheduler scheduler)
    {
        var found = scheduler.ForeignJobs is { } source ? Wait(source.FindAsync) : [];
        WriteVerbose($"{scheduler.Title}: {found.Count} found that mine without being ours.");
        foreach (var job in found.Where(IsNamed))
            TryItem(() => Take(import, scheduler, job));
    }

    private void Take(ImportOperation import, IScheduler scheduler, ForeignJob job)
    {
        var (definition, reason) = Wait(token => import.AdoptAsync(job, scheduler, token));
        if (definition is null)
        {
            WriteWarning($"{job.Place} was left alone: {reason}.");
            return;
        }
        adopted[definition.Name] = job;
        Want(definition, scheduler);
        WriteVerbose($"{job.Place} becomes the schedule '{definition.Name}'.");
    }

    private bool IsNamed(ForeignJob job) =>
        Name.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))
            .Any(pattern => pattern.IsMatch(job.Name) || (job.Job?.Name is { } name && pattern.IsMatch(name)));
}

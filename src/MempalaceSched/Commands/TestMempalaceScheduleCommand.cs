using System.Management.Automation;
using MempalaceSched.Health;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Checks all that a schedule needs to do its work.</para>
/// <para type="description">Writes one result for each check: whether the scheduler answers and runs and has the schedule as it was written, whether
/// command, sessions, palace, disk, locks and history are as a mine needs them, how the last run ended and when the next one comes. Each that is not Pass
/// says what mends it. Nothing is changed. With -Deep a harmless script is run through the scheduler itself, and what it finds there is checked too:
/// a transient unit under systemd, an agent that is loaded for a moment under launchd, a line for the next minute under cron (up to two minutes);
/// under the embedded scheduler, if that runs, it is run as that would. Nothing is left of it.</para>
/// <example><code>Test-MempalaceSchedule</code><para>All checks of all schedules.</para></example>
/// <example><code>Test-MempalaceSchedule mempalace-session -Deep | Where-Object Status -in Warn, Fail | Format-List</code><para>What is the matter, from where the scheduler runs it, and what mends it.</para></example>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "MempalaceSchedule")]
[OutputType(typeof(CheckResult))]
public sealed class TestMempalaceScheduleCommand : NamedSchedulesCommand
{
    private readonly List<CheckSubject> probed = [];
    private bool isAny;

    /// <summary>Has the scheduler run a harmless script as well, and checks what that finds.</summary>
    [Parameter]
    public SwitchParameter Deep { get; set; }

    /// <summary>Checks the schedules of this record.</summary>
    protected override void ProcessRecord()
    {
        var found = FindAll(Name);
        isAny |= found.Count > 0 || Bench.Definitions.Names().Count > 0;
        foreach (var orphan in found.Where(each => each.Orphan is not null))
            WriteObject(Checkup.Of(orphan.Orphan!));
        var subjects = Wait(token =>
            new Checkup(Bench).SubjectsAsync(
                [.. found.Where(each => each.Orphan is null).Select(each => each.Definition)],
                token
            )
        );
        foreach (var subject in subjects)
        foreach (var check in Checkup.For(subject.Definition))
            WriteObject(Wait(token => Checkup.RunAsync(check, subject, token)));
        probed.AddRange(subjects);
    }

    /// <summary>Probes them, all at once: under cron each takes a minute.</summary>
    protected override void EndProcessing()
    {
        if (!isAny)
            WriteObject(Checkup.NothingInstalled);
        if (!Deep)
            return;
        foreach (
            var results in Wait(token => Task.WhenAll(probed.Select(subject => DeepCheck.RunAsync(subject, token))))
        )
            WriteObject(results, enumerateCollection: true);
    }
}

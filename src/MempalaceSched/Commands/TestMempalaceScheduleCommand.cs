using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Checks everything that schedules need to do their work.</para>
/// <para type="description">The Test-MempalaceSchedule cmdlet returns one result per check: whether the scheduler
/// answers and has the schedule as it was installed, whether command, sessions, palace, disk, locks and history are
/// ready for a run, how the last run ended, and when the next one starts. Each result other than Pass says what to
/// do. Nothing is changed.</para>
/// <para type="description">With -Deep, each scheduler also runs a script that changes nothing and checks the same
/// from the scheduler's environment: as a transient unit under systemd, as a temporary agent under launchd, as a
/// crontab line for the next minute under cron (this takes up to two minutes), and as a child process under the
/// embedded scheduler. The script is deleted afterward.</para>
/// <example><code>Test-MempalaceSchedule</code><para>Runs all checks for all schedules.</para></example>
/// <example><code>Test-MempalaceSchedule mempalace-session -Deep | Where-Object Status -in Warn, Fail |
/// Format-List</code><para>Shows what is wrong, also in the environment of the scheduler, and what to
/// do.</para></example>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "MempalaceSchedule")]
[OutputType(typeof(CheckResult))]
public sealed class TestMempalaceScheduleCommand : AsyncCommand
{
    private TestSchedules? test;

    /// <summary>Specifies the names of the schedules. Wildcards are permitted. The default is all schedules.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>
    /// Also makes each scheduler run a script that changes nothing, and checks what the script finds.
    /// </summary>
    [Parameter]
    public SwitchParameter Deep { get; set; }

    private TestSchedules Test => test ??= new TestSchedules(Services);

    /// <inheritdoc/>
    private protected override Task ProcessRecordAsync(CancellationToken cancellation) =>
        WriteEachAsync(Test.RunAsync(NamePatterns.From(Name), cancellation), cancellation);

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation) =>
        await WriteAsync(await Test.FinishAsync(Deep, cancellation).ConfigureAwait(false), enumerate: true)
            .ConfigureAwait(false);
}

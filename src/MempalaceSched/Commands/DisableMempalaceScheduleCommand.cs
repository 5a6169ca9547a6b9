using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Disables schedules without removing them.</para>
/// <para type="description">The Disable-MempalaceSchedule cmdlet stops schedules from running by themselves, also
/// after a restart. Definition, files and history are kept. Start-MempalaceMine still works for a disabled
/// schedule.</para>
/// <para type="description">A run in progress is allowed to finish, except under launchd, which stops it.</para>
/// <example><code>Disable-MempalaceSchedule mempalace-session -PassThru</code><para>Disables one schedule and
/// returns it.</para></example>
/// <example><code>Get-MempalaceSchedule | Disable-MempalaceSchedule</code><para>Disables all
/// schedules.</para></example>
/// </summary>
[Cmdlet(
    VerbsLifecycle.Disable,
    "MempalaceSchedule",
    SupportsShouldProcess = true,
    DefaultParameterSetName = nameof(Name)
)]
[OutputType(typeof(Schedule))]
public sealed class DisableMempalaceScheduleCommand : AsyncCommand
{
    private SwitchSchedules? change;

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

    /// <summary>Returns the schedules. By default, this cmdlet returns nothing.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private SwitchSchedules Change => change ??= new SwitchSchedules(Services, enable: false, Confirmation);

    /// <inheritdoc/>
    private protected override Task ProcessRecordAsync(CancellationToken cancellation) =>
        Change.AddAsync(NamePatterns.From(InputObject, Name), cancellation);

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation)
    {
        var schedules = await Change.RunAsync(cancellation).ConfigureAwait(false);
        if (PassThru)
            await WriteAsync(schedules, enumerate: true).ConfigureAwait(false);
    }
}

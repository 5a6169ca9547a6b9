using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Enables disabled schedules.</para>
/// <para type="description">The Enable-MempalaceSchedule cmdlet lets disabled schedules run again, with all their
/// settings. Occurrences that passed while a schedule was disabled are not caught up.</para>
/// <example><code>Enable-MempalaceSchedule mempalace-session</code><para>Enables one schedule. It runs again at its
/// next occurrence.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object Health -eq Disabled | Enable-MempalaceSchedule
/// -PassThru</code><para>Enables all disabled schedules and returns them.</para></example>
/// </summary>
[Cmdlet(
    VerbsLifecycle.Enable,
    "MempalaceSchedule",
    SupportsShouldProcess = true,
    DefaultParameterSetName = nameof(Name)
)]
[OutputType(typeof(Schedule))]
public sealed class EnableMempalaceScheduleCommand : AsyncCommand
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

    private SwitchSchedules Change => change ??= new SwitchSchedules(Services, enable: true, Confirmation);

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

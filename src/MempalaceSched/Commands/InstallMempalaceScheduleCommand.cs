using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Installs or updates schedules that mine sessions into the memory palace.</para>
/// <para type="description">The Install-MempalaceSchedule cmdlet installs one schedule for each source. It writes a
/// definition, creates what the scheduler needs, and asks the scheduler for the next run. All schedules of one call
/// are one change per scheduler. If a step fails, the change is undone.</para>
/// <para type="description">If a schedule is installed already, it is updated to exactly the specified settings,
/// and settings that you omit get their defaults. A disabled schedule is enabled. With the same settings, nothing
/// changes. To change single settings, use Set-MempalaceSchedule.</para>
/// <example><code>Install-MempalaceSchedule OpenCode</code><para>Installs a schedule that mines opencode sessions
/// every Monday at about 03:00.</para></example>
/// <example><code>Install-MempalaceSchedule OpenCode, Claude -At 'Mon..Fri 12:30' -RandomDelay
/// 10m</code><para>Installs two schedules that run on weekdays between 12:30 and 12:40.</para></example>
/// <example><code>Install-MempalaceSchedule Custom -Name mine-notes -Command ~/bin/mine-notes, --all -At
/// daily</code><para>Schedules a custom command.</para></example>
/// <example><code>Install-MempalaceSchedule OpenCode -Container opencode-devbox -ContainerUser
/// coder</code><para>Installs a schedule that runs the command in a long-running container.</para></example>
/// <example><code>Install-MempalaceSchedule Pi -WhatIf</code><para>Shows every file and command, and changes
/// nothing.</para></example>
/// <example><code>Get-Content schedules.json | ConvertFrom-Json | Install-MempalaceSchedule</code><para>Installs
/// the schedules that Get-MempalaceSchedule | ConvertTo-Json saved.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Install, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class InstallMempalaceScheduleCommand : ScheduleSettingsCommand
{
    private InstallSchedules? install;

    /// <summary>
    /// A number, because PowerShell loads this class before <see cref="DependencyResolver"/> can provide the
    /// enumeration.
    /// </summary>
    private int scheduler;

    /// <summary>Specifies the sources whose sessions are mined. Each source gets a schedule of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public MineSource[] Source { get; set; } = [];

    /// <summary>
    /// Specifies the name of the schedule: 1 to 63 of the characters a-z, 0-9 and '-'. Each source has a default, for
    /// example mempalace-session.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string? Name { get; set; }

    /// <summary>
    /// Specifies the scheduler. The default, Auto, is the first one that is available on this machine.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SchedulerKind Scheduler
    {
        get => (SchedulerKind)scheduler;
        set => scheduler = (int)value;
    }

    /// <summary>Enables lingering, so that systemd schedules also run while you are logged out.</summary>
    [Parameter]
    public SwitchParameter EnableLinger { get; set; }

    /// <summary>Replaces files with the same names that other programs created. Copies of them are kept.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private InstallSchedules Install =>
        install ??= new InstallSchedules(Services, new InstallOptions(EnableLinger, Force), Confirmation);

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation)
    {
        if (Name is not null && Source.Length > 1)
            throw Error.OptionConflict(
                $"-Name '{Name}' is one name, but -Source has {Source.Length} sources.",
                "Install the sources one by one, or omit -Name.",
                Name
            );
        foreach (var source in Source)
            await Install.AddAsync(Request(source, Name), Scheduler, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation) =>
        await WriteAsync(await Install.RunAsync(cancellation).ConfigureAwait(false), enumerate: true)
            .ConfigureAwait(false);
}

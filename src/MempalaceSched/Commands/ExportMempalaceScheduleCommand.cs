using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Export;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Writes the files of schedules to a folder, for any scheduler and any machine.</para>
/// <para type="description">The Export-MempalaceSchedule cmdlet writes the files that Install-MempalaceSchedule
/// would install: units, property lists, crontab blocks, launchers and definitions. Each scheduler gets a folder,
/// and a README.md lists the commands that install, check, run and uninstall the schedules by hand. Nothing is
/// installed. The other cmdlets recognize schedules that were installed this way.</para>
/// <para type="description">The schedulers need not exist on this machine. Launch agents that are written on Linux
/// are for a Mac, with /Users/NAME as the home folder. Nothing can be looked up on another machine, so the command
/// is then the program of the source in ~/.local/bin, unless you specify -Command.</para>
/// <para type="description">To export installed schedules, specify -Name without -Source, or pipe schedules to the
/// cmdlet. Paths below the home folder are adjusted to the target.</para>
/// <example><code>Export-MempalaceSchedule ./schedules</code><para>Exports the default set for systemd, launchd and
/// cron: opencode, pi, and opencode in the container opencode-devbox.</para></example>
/// <example><code>Export-MempalaceSchedule ./mac -Scheduler Launchd -Source OpenCode -TargetHome /Users/robin -At
/// 'Mon..Fri 12:30'</code><para>Exports a launch agent for another person's Mac.</para></example>
/// <example><code>Get-MempalaceSchedule | Export-MempalaceSchedule ./backup</code><para>Exports the installed
/// schedules for a machine with the same setup.</para></example>
/// <example><code>Export-MempalaceSchedule ./other -Name 'mempalace-*' -Scheduler Cron -TargetHome
/// /home/kim</code><para>Exports installed schedules for cron and another user.</para></example>
/// </summary>
[Cmdlet(VerbsData.Export, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportMempalaceScheduleCommand : ScheduleSettingsCommand
{
    private const string DevboxContainer = "opencode-devbox";
    private ExportSchedules? export;

    /// <summary>Specifies the folder. It is created if it does not exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = "";

    /// <summary>
    /// Specifies the sources whose sessions are mined. The default is OpenCode and Pi and, unless -Container or
    /// -Command is specified, OpenCode in the container opencode-devbox.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public MineSource[] Source { get; set; } = [MineSource.OpenCode, MineSource.Pi];

    /// <summary>
    /// Specifies the name of the new schedule if -Source is specified, and the names of installed schedules if it is
    /// not. For installed schedules, wildcards are permitted. If you pipe a schedule, only its name is used.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Identifies a schedule on the pipeline, as opposed to an object whose properties are settings.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? DefinitionPath { get; set; }

    /// <summary>
    /// Specifies the schedulers. The default is Systemd, Launchd and Cron; for installed schedules, the scheduler that
    /// each is installed on. Auto is the first one that is available on this machine.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SchedulerKind[] Scheduler { get; set; } = [SchedulerKind.Systemd, SchedulerKind.Launchd, SchedulerKind.Cron];

    /// <summary>
    /// Specifies the home folder of the user that the files are for. The default is the current user's home folder, or
    /// for another platform the usual one: /Users/NAME for launchd, /home/NAME for systemd.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TargetHome { get; set; }

    /// <summary>Overwrites existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the files. By default, this cmdlet returns nothing.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool IsScheduleFromPipeline => DefinitionPath is not null;

    private ExportSchedules Export =>
        export ??= new ExportSchedules(Services, GetUnresolvedProviderPathFromPSPath(OutputPath), TargetHome, Force);

    private bool IsForInstalled => IsScheduleFromPipeline || (IsGiven(nameof(Name)) && !IsGiven(nameof(Source)));

    private bool IsDefaultSet =>
        !IsForInstalled && !IsGiven(nameof(Source)) && !IsGiven(nameof(Container)) && !IsGiven(nameof(Command));

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation)
    {
        if (IsForInstalled)
        {
            IReadOnlyList<SchedulerKind>? kinds = IsTyped(nameof(Scheduler)) ? Scheduler : null;
            await Export
                .AddInstalledAsync(NamePatterns.From(Name), source => Request(source, null), kinds, cancellation)
                .ConfigureAwait(false);
        }
        else
        {
            foreach (var source in Source)
                await AddNewAsync(Request(source, SingleName()), cancellation).ConfigureAwait(false);
        }
        if (IsDefaultSet)
            await AddNewAsync(
                    Request(MineSource.OpenCode, null).With(ContainerRequest.Container, DevboxContainer),
                    cancellation
                )
                .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    private protected override Task EndProcessingAsync(CancellationToken cancellation) =>
        export is null or { IsEmpty: true }
            ? Task.CompletedTask
            : WriteFilesAsync(export.Plan(), OutputPath, PassThru, cancellation);

    private async Task AddNewAsync(ScheduleRequest request, CancellationToken cancellation)
    {
        foreach (var kind in Scheduler)
            await Export.AddAsync(request, kind, cancellation).ConfigureAwait(false);
    }

    private string? SingleName() =>
        Name switch
        {
            [] => null,
            [var name] when Source.Length == 1 => name,
            _ => throw Error.OptionConflict(
                $"-Name has {Name.Length} names, but -Source has {Source.Length} sources.",
                "Specify one of each, or omit -Name.",
                Name
            ),
        };
}

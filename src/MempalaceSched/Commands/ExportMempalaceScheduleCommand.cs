using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Export;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Writes the files of schedules into a folder, for any scheduler and any machine.</para>
/// <para type="description">Writes what Install-MempalaceSchedule would install (units, property lists, crontab blocks, launchers, definitions) into
/// one folder for each scheduler, and a README.md with the commands that install, check, run, and uninstall them by hand. Nothing is installed. What
/// is installed so is recognised by the other cmdlets. The schedulers need not be ones of this machine: launch agents written on Linux are for a
/// Mac, with /Users/NAME as the home folder. On another machine nothing can be looked up; the command is then ~/.local/bin and the program of the
/// source, unless -Command says another, and -Verbose tells. With -Name and without -Source, or with objects of Get-MempalaceSchedule, it writes
/// installed schedules, each for its own scheduler unless -Scheduler is given, with what lies in the home folder moved to that of the target.</para>
/// <example><code>Export-MempalaceSchedule ./schedules</code><para>opencode, pi, and opencode in the container opencode-devbox, for systemd, launchd and cron.</para></example>
/// <example><code>Export-MempalaceSchedule ./mac -Scheduler Launchd -Source OpenCode -TargetHome /Users/robin -At 'Mon..Fri 12:30'</code><para>A launch agent for somebody else's Mac.</para></example>
/// <example><code>Get-MempalaceSchedule | Export-MempalaceSchedule ./backup</code><para>What is installed here, for a machine that is set up in the same way.</para></example>
/// <example><code>Export-MempalaceSchedule ./other -Name 'mempalace-*' -Scheduler Cron -TargetHome /home/kim</code><para>The installed ones, for cron and another user.</para></example>
/// </summary>
[Cmdlet(VerbsData.Export, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportMempalaceScheduleCommand : ScheduleSettingsCommand
{
    private const string Devbox = "opencode-devbox";

    private readonly HashSet<string> typed = new(StringComparer.OrdinalIgnoreCase);
    private ExportOperation? export;

    /// <summary>The folder. It is made where it is not there.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = "";

    /// <summary>Whose sessions are mined. Unless given: OpenCode and Pi, and, unless -Container or -Command is given, OpenCode in the container
    /// opencode-devbox.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public MineSource[] Source { get; set; } = [MineSource.OpenCode, MineSource.Pi];

    /// <summary>With -Source, the name of the one schedule. Without it, the names of installed schedules; wildcards are allowed. Of schedules on the
    /// pipeline only the names count: what else they show was true when they were got.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Comes with a schedule on the pipeline, and so tells it from other objects, whose properties are settings.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? DefinitionPath { get; set; }

    /// <summary>The schedulers: Systemd, Launchd and Cron, unless given; for installed schedules their own. Auto is the first that works on this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SchedulerKind[] Scheduler { get; set; } = [SchedulerKind.Systemd, SchedulerKind.Launchd, SchedulerKind.Cron];

    /// <summary>The home folder of the user whom the files are for. Unless given, that of this user, and on another platform the usual one of that name:
    /// /Users/NAME for launchd, /home/NAME for systemd.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TargetHome { get; set; }

    /// <summary>Writes over files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the files that there are then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool MeansAll => !IsSaid(nameof(Source)) && !IsSaid(nameof(Container)) && !IsSaid(nameof(Command));

    private bool MeansInstalled => DefinitionPath is not null || (IsSaid(nameof(Name)) && !IsSaid(nameof(Source)));

    /// <summary>Keeps in mind what was typed: a schedule on the pipeline brings a value for every parameter along.</summary>
    protected override void BeginProcessing()
    {
        typed.UnionWith(MyInvocation.BoundParameters.Keys);
        TryItem(() =>
            export = new ExportOperation(Bench, GetUnresolvedProviderPathFromPSPath(OutputPath), TargetHome, Force)
        );
    }

    /// <summary>Renders what this record means.</summary>
    protected override void ProcessRecord()
    {
        if (export is null)
            return;
        if (MeansInstalled)
            foreach (var definition in Find(Name))
                AddFor(
                    typed.Contains(nameof(Scheduler)) ? Scheduler : [definition.Scheduler],
                    () => Request(definition.Source, null),
                    definition
                );
        else
            foreach (var source in Source)
                AddFor(Scheduler, () => Request(source, OneName()), null);
        if (!MeansInstalled && MeansAll)
            AddFor(Scheduler, () => Request(MineSource.OpenCode, null) with { Container = Devbox }, null);
    }

    /// <summary>Writes all of it, as one change.</summary>
    protected override void EndProcessing()
    {
        if (export is not { Files.Count: > 0 })
            return;
        WarnOfStrayTemplates();
        TryItem(() => WriteFiles(export.Plan(), OutputPath, PassThru));
    }

    private protected override bool IsSaid(string parameter) =>
        DefinitionPath is null ? base.IsSaid(parameter) : typed.Contains(parameter);

    private void AddFor(IEnumerable<SchedulerKind> kinds, Func<ScheduleRequest> request, ScheduleDefinition? installed)
    {
        foreach (var kind in kinds)
            TryItem(() =>
            {
                var chosen = kind == SchedulerKind.Auto ? Bench.Schedulers.Choose(kind, WriteVerbose).Kind : kind;
                Report(() => export!.Add(request(), chosen, installed));
            });
    }

    private string? OneName() =>
        Name switch
        {
            [] => null,
            [var name] when Source.Length == 1 => name,
            _ => throw Fault.OptionConflict(
                $"-Name has {Name.Length} names, and -Source {Source.Length} sources.",
                "Give one of each, or leave -Name out.",
                Name
            ),
        };
}

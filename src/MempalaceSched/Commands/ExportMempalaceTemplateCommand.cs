using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Export;
using MempalaceSched.Templates;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Writes built-in templates, for you to change.</para>
/// <para type="description">All that is installed or exported is rendered from templates. A file of a template's name in the folder
/// ~/.config/mempalace-sched/templates (below XDG_CONFIG_HOME, where that is set) takes the place of the built-in one, for all schedules; they
/// change with their next install. Keep only those that you change: the others then go on to be those of the module that you have.</para>
/// <example><code>Export-MempalaceTemplate systemd.service.scriban</code><para>Puts it into the folder where it counts; edit it there.</para></example>
/// <example><code>Get-MempalaceSchedule | Install-MempalaceSchedule -WhatIf</code><para>Shows what an edited template changes in what is installed.</para></example>
/// <example><code>Export-MempalaceTemplate -OutputPath ./templates</code><para>All of them, to look at.</para></example>
/// </summary>
[Cmdlet(VerbsData.Export, "MempalaceTemplate", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportMempalaceTemplateCommand : MempalaceCommand
{
    private readonly List<string> chosen = [];

    /// <summary>The names of the templates; wildcards are allowed. All, unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The folder. Unless given, the one where templates of your own count.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Writes over files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the files that there are then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Looks the names up.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name.SelectMany(pattern => NameSelection.Expand(pattern, TemplateSource.Names)))
            TryItem(() =>
                chosen.Add(
                    TemplateSource.Names.Contains(name)
                        ? name
                        : throw Fault.TemplateNotFound(name, TemplateSource.Names)
                )
            );
    }

    /// <summary>Writes them, as one change.</summary>
    protected override void EndProcessing()
    {
        if (chosen.Count == 0)
            return;
        var folder = OutputPath is null ? Bench.Paths.Templates : GetUnresolvedProviderPathFromPSPath(OutputPath);
        TryItem(() => WriteFiles(TemplateExport.Plan(chosen, folder, Force), folder, PassThru));
    }
}

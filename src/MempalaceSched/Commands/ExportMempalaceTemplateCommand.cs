using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Export;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Templates;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Writes the built-in templates to a folder so that you can change them.</para>
/// <para type="description">The Export-MempalaceTemplate cmdlet writes the templates from which units, property
/// lists and other files are rendered. A file with the name of a template in the folder
/// ~/.config/mempalace-sched/templates (or below XDG_CONFIG_HOME) replaces the built-in template for all
/// schedules.</para>
/// <para type="description">Installed schedules change when they are installed again. Keep only the templates that
/// you change, so that updates of the module reach the others.</para>
/// <example><code>Export-MempalaceTemplate systemd.service.scriban</code><para>Writes one template to the folder
/// where the module looks for templates. Edit it there.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object Enabled | Install-MempalaceSchedule -WhatIf</code><para>Shows
/// how your templates would change the enabled schedules.</para></example>
/// <example><code>Export-MempalaceTemplate -OutputPath ./templates</code><para>Writes all templates to another
/// folder.</para></example>
/// </summary>
[Cmdlet(VerbsData.Export, "MempalaceTemplate", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportMempalaceTemplateCommand : AsyncCommand
{
    private readonly List<string> chosen = [];

    /// <summary>Specifies the names of templates. Wildcards are permitted. The default is all templates.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Specifies the folder. The default is the folder where templates are used.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Overwrites existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the files. By default, this cmdlet returns nothing.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override Task ProcessRecordAsync(CancellationToken cancellation)
    {
        foreach (var name in NamePatterns.From(Name).SelectMany(pattern => pattern.Expand(TemplateSource.Names)))
            Reporter.Try(() =>
                chosen.Add(
                    TemplateSource.Names.Contains(name)
                        ? name
                        : throw Error.TemplateNotFound(name, TemplateSource.Names)
                )
            );
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected override Task EndProcessingAsync(CancellationToken cancellation)
    {
        if (chosen.Count == 0)
            return Task.CompletedTask;
        var folder = OutputPath is null ? Services.Paths.Templates : GetUnresolvedProviderPathFromPSPath(OutputPath);
        return WriteFilesAsync(TemplateExport.Plan(chosen, folder, Force), folder, PassThru, cancellation);
    }
}

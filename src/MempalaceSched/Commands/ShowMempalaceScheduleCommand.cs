using System.Management.Automation;
using MempalaceSched.Report;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Writes an HTML report about schedules: their health, upcoming runs and past runs.</para>
/// <para type="description">The Show-MempalaceSchedule cmdlet writes one HTML file that needs neither a network nor
/// scripts. It contains a table with the health of each schedule, a calendar of the coming days in local time that
/// marks runs that can overlap in one palace, and a chart of the last 30 runs of each schedule. The report follows
/// the browser's light or dark mode, and it fits phones and paper.</para>
/// <para type="description">Only you can read the file, because it can quote text that was mined. An existing
/// report is overwritten; any other file is kept.</para>
/// <example><code>Show-MempalaceSchedule -Open</code><para>Writes mempalace-schedules.html to the current folder
/// and opens it in the browser.</para></example>
/// <example><code>Show-MempalaceSchedule *-session -Path ~/report.html -Days 28</code><para>Writes a report about
/// some schedules, with a calendar of four weeks.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object Scheduler -eq Cron | Show-MempalaceSchedule -Path
/// cron.html</code><para>Writes a report about the schedules on cron.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Show, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ShowMempalaceScheduleCommand : AsyncCommand
{
    private readonly List<ScheduleDefinition> chosen = [];

    /// <summary>Specifies the names of the schedules. Wildcards are permitted. The default is all schedules.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>
    /// Specifies the file, or a folder for it. The default is mempalace-schedules.html in the current folder.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Opens the report in the browser, with xdg-open or open.</summary>
    [Parameter]
    public SwitchParameter Open { get; set; }

    /// <summary>Specifies how many days the calendar shows, including today: 1 to 62.</summary>
    [Parameter]
    [ValidateRange(1, 62)]
    public int Days { get; set; } = 14;

    /// <summary>Replaces a file that is not a report. A copy of it is kept.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override Task ProcessRecordAsync(CancellationToken cancellation)
    {
        var found = new ScheduleFinder(Services).Find(NamePatterns.From(Name));
        chosen.AddRange(found.Where(definition => chosen.All(other => other.Name != definition.Name)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation)
    {
        if (chosen.Count == 0 && Name.Any(name => !WildcardPattern.ContainsWildcardCharacters(name)))
            return; // the error names what was not found, and an empty report would replace a useful one
        var report = new WriteReport(Services);
        var isAbsolute = Path is not null && SessionState.Path.IsPSAbsolute(Path, out _);
        var path = report.PathFor(isAbsolute ? GetUnresolvedProviderPathFromPSPath(Path) : Path, CurrentFolder);
        if (!await ShouldProcessAsync(path, "Write the report").ConfigureAwait(false))
            return;
        var page = await report.RenderAsync(chosen, Days, cancellation).ConfigureAwait(false);
        await report.WriteAsync(path, page, Force, cancellation).ConfigureAwait(false);
        await WriteItemsAsync(path).ConfigureAwait(false);
        if (Open)
            await report.OpenAsync(path).ConfigureAwait(false);
    }
}

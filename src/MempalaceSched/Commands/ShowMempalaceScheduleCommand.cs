using System.Management.Automation;
using MempalaceSched.Report;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Makes a page of the schedules: how they stand, when they run, and how their last runs went.</para>
/// <para type="description">Writes one HTML file that needs neither network nor scripts: a table of the health of every schedule, a calendar of the
/// coming days in local time, with the runs marked that may meet in one palace, and a chart of the last 30 runs of each schedule by duration and
/// outcome. It is light or dark as the browser is, and fit for a phone and for paper. The file is readable for you alone, since reasons may
/// quote what was mined. A report that is there is replaced; a file that is none is not.</para>
/// <example><code>Show-MempalaceSchedule -Open</code><para>Writes mempalace-schedules.html into the current folder and opens it in the browser.</para></example>
/// <example><code>Show-MempalaceSchedule *-session -Path ~/report.html -Days 28</code><para>Some schedules, four weeks, another file.</para></example>
/// <example><code>Get-MempalaceSchedule | Where-Object Scheduler -eq Cron | Show-MempalaceSchedule -Path cron.html</code><para>Those under cron.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Show, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ShowMempalaceScheduleCommand : NamedSchedulesCommand
{
    private readonly List<ScheduleDefinition> found = [];

    /// <summary>The file, or a folder for it. Unless given, mempalace-schedules.html in the current folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Opens the page in the browser, by xdg-open or open.</summary>
    [Parameter]
    public SwitchParameter Open { get; set; }

    /// <summary>How many days the calendar has, today being the first.</summary>
    [Parameter]
    [ValidateRange(1, 62)]
    public int Days { get; set; } = 14;

    /// <summary>Replaces a file that is not a report of ours. A copy of it is kept.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Looks the names up.</summary>
    protected override void ProcessRecord() =>
        found.AddRange(Find(Name).Where(definition => found.All(other => other.Name != definition.Name)));

    /// <summary>Makes the page.</summary>
    protected override void EndProcessing() =>
        TryItem(() =>
        {
            var report = new ReportOperation(Bench);
            var path = report.PathOf(
                Path is not null && SessionState.Path.IsPSAbsolute(Path, out _)
                    ? GetUnresolvedProviderPathFromPSPath(Path)
                    : Path,
                CurrentFolder
            );
            if (!ShouldProcess(path, "Write the report"))
                return;
            var page = Wait(token => report.RenderAsync(found, Days, token));
            Wait(token => report.WriteAsync(path, page, Force, token));
            WriteItems(path);
            if (Open)
                Wait(_ => report.OpenAsync(path));
        });
}

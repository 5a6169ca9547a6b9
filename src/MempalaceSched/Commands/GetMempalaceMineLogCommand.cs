using System.Management.Automation;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Gets the log of a run, and can follow it while the run is in progress.</para>
/// <para type="description">The Get-MempalaceMineLog cmdlet returns the lines of one log: that of the run in
/// progress, or else that of the newest run that has one. The last 20 logs of each schedule are kept.</para>
/// <para type="description">With -Follow, CTRL+C ends the cmdlet but not the run.</para>
/// <example><code>Get-MempalaceMineLog mempalace-session -Follow</code><para>Shows the output of a run until it
/// ends.</para></example>
/// <example><code>Get-MempalaceMineHistory -Outcome Failed -Last 1 | Get-MempalaceMineLog</code><para>Gets the log
/// of the last failed run of each schedule.</para></example>
/// <example><code>Start-MempalaceMine mempalace-session -NoWait | Get-MempalaceMineLog -Follow</code><para>Starts a
/// run and shows its output.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MempalaceMineLog")]
[OutputType(typeof(string))]
public sealed class GetMempalaceMineLogCommand : AsyncCommand
{
    /// <summary>
    /// Specifies the name of the schedule, installed or removed. Wildcards are permitted. The default is all schedules.
    /// If several schedules match, only the newest of their logs is returned.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HistoryNameCompleter))]
    public string Name { get; set; } = "*";

    /// <summary>Specifies the id of the run, as Get-MempalaceMineHistory returns it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>Gets only this many lines from the end of the log.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Returns new lines as they are written, until the run has ended.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation)
    {
        var known = Services.AllNames();
        var patterns = NamePatterns.From(Name);
        List<string> names =
        [
            .. patterns.SelectMany(pattern => pattern.Expand(known)).Select(name => KnownName.Check(name, known)),
        ];
        if (names.Count == 0)
            return;
        var log = new LogReader(Services.Paths, Services.History, names);
        await WriteEachAsync(log.ReadAsync(RunId, Tail, Follow, cancellation), cancellation).ConfigureAwait(false);
    }
}

using System.Management.Automation;
using MempalaceSched.Runs;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Gets the lines of a run's log, and follows the one that goes on.</para>
/// <para type="description">Without an id it is the log of the run that goes on now, else of the newest that has one. The last 20 logs of each
/// schedule are kept. Ctrl-C ends the following, not the mine.</para>
/// <example><code>Get-MempalaceMineLog mempalace-session -Follow</code><para>Shows what a running mine prints, until it ends.</para></example>
/// <example><code>Get-MempalaceMineHistory -Outcome Failed -Last 1 | Get-MempalaceMineLog</code><para>The log of the last run that failed.</para></example>
/// <example><code>Start-MempalaceMine mempalace-session -NoWait | Get-MempalaceMineLog -Follow</code><para>Mines, and shows all that is printed.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MempalaceMineLog")]
[OutputType(typeof(string))]
public sealed class GetMempalaceMineLogCommand : MempalaceCommand
{
    /// <summary>The name of the schedule, installed or removed. With wildcards, and if it is not given, the one log is chosen among all that fit.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MinedNameCompleter))]
    public string Name { get; set; } = "*";

    /// <summary>The id of the run, as Get-MempalaceMineHistory shows it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>Only this many lines from the end of what there is.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Goes on until the run has ended. The log of one that has ended is written and no more.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Writes one log.</summary>
    protected override void ProcessRecord() =>
        TryItem(() =>
        {
            var known = Bench.AllNames();
            List<string> names =
            [
                .. NameSelection.Expand(Name, known).Select(name => NameSelection.Checked(name, known)),
            ];
            if (names.Count > 0)
                WriteEach(new LogOperation(Bench, names).ReadAsync(RunId, Tail, Follow, default));
        });
}

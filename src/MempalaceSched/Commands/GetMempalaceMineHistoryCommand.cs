using System.Management.Automation;
using MempalaceSched.Runs;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Gets the runs of schedules, the newest first.</para>
/// <para type="description">Reads what the launchers have written down about each run that has ended, from the end of the file and only as far as
/// is asked for. The runs of several schedules come as one list. The history of a schedule that was removed stays, and is found by its name
/// too. A line that cannot be read, as a loss of power may leave it, is passed over with a warning.</para>
/// <example><code>Get-MempalaceMineHistory mempalace-session -Last 5</code><para>The last five runs of one schedule.</para></example>
/// <example><code>Get-MempalaceMineHistory -Since 7d -Outcome Failed, TimedOut, Interrupted</code><para>What has gone wrong within a week.</para></example>
/// <example><code>Get-MempalaceMineHistory -Last 1 | Get-MempalaceMineLog -Tail 20</code><para>The end of the last log of each schedule.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MempalaceMineHistory")]
[OutputType(typeof(MineRun))]
public sealed class GetMempalaceMineHistoryCommand : MempalaceCommand
{
    private readonly List<string> chosen = [];

    /// <summary>The names of the schedules, installed or removed; wildcards are allowed. All, unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MinedNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The newest runs of each schedule, this many at most. All, unless given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>Only runs that have begun since then: a time, or how long ago, such as 7d or 12h.</summary>
    [Parameter]
    [Moment]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only runs that ended so.</summary>
    [Parameter]
    [ValidateNotNull]
    public MineOutcome[] Outcome { get; set; } = [];

    /// <summary>Looks the names up.</summary>
    protected override void ProcessRecord()
    {
        var known = Bench.AllNames();
        foreach (
            var name in Name.SelectMany(pattern => NameSelection.Expand(pattern, known))
                .Except(chosen, StringComparer.Ordinal)
        )
            TryItem(() => chosen.Add(NameSelection.Checked(name, known)));
    }

    /// <summary>Writes the runs of all of them.</summary>
    protected override void EndProcessing()
    {
        var operation = new HistoryOperation(Bench.History, WriteWarning, fault => TryItem(() => throw fault));
        foreach (var run in operation.Read(chosen, new RunFilter(Last, Since, Outcome)))
            WriteObject(run);
    }
}

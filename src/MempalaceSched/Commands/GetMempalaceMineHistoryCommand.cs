using System.Management.Automation;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Gets the runs of schedules, newest first.</para>
/// <para type="description">The Get-MempalaceMineHistory cmdlet reads the histories that the launcher writes. The
/// runs of several schedules are returned as one list. The history of a removed schedule is kept, and you can still
/// get it by the name of the schedule.</para>
/// <para type="description">A schedule that finds its palace held tries again until the next occurrence. Consecutive
/// Busy tries of one occurrence are shown as one run, whose property Tries has their number. To get each try, use
/// -AllTries.</para>
/// <para type="description">A line that cannot be read, for example after a power failure, is skipped with a
/// warning.</para>
/// <example><code>Get-MempalaceMineHistory mempalace-session -Last 5</code><para>Gets the last five runs of one
/// schedule.</para></example>
/// <example><code>Get-MempalaceMineHistory -Since 7d -Outcome Failed, TimedOut, Interrupted</code><para>Gets the
/// unsuccessful runs of the last seven days.</para></example>
/// <example><code>Get-MempalaceMineHistory -Last 1 | Get-MempalaceMineLog -Tail 20</code><para>Gets the end of the
/// newest log of each schedule.</para></example>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MempalaceMineHistory")]
[OutputType(typeof(MineRun))]
public sealed class GetMempalaceMineHistoryCommand : AsyncCommand
{
    private readonly List<string> chosen = [];

    /// <summary>
    /// Specifies the names of the schedules, installed or removed. Wildcards are permitted. The default is all
    /// schedules.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HistoryNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Gets only the newest runs of each schedule, at most this many.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>
    /// Gets only runs that started at or after this time. Specify a time such as '2027-01-04 03:00', or how long ago it
    /// was, such as 7d or 12h.
    /// </summary>
    [Parameter]
    [Moment]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Gets only runs with these outcomes.</summary>
    [Parameter]
    [ValidateNotNull]
    public MineOutcome[] Outcome { get; set; } = [];

    /// <summary>
    /// Gets each try of an occurrence at which the palace was held. By default, consecutive tries of one occurrence are
    /// one object: the last try, with their number in the property Tries.
    /// </summary>
    [Parameter]
    public SwitchParameter AllTries { get; set; }

    /// <inheritdoc/>
    private protected override Task ProcessRecordAsync(CancellationToken cancellation)
    {
        var known = Services.AllNames();
        var names = NamePatterns.From(Name).SelectMany(pattern => pattern.Expand(known));
        foreach (var name in names.Except(chosen, StringComparer.Ordinal))
            Reporter.Try(() => chosen.Add(KnownName.Check(name, known)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected override async Task EndProcessingAsync(CancellationToken cancellation)
    {
        var history = new HistoryReader(Services.History, Reporter);
        foreach (var run in history.Read(chosen, new RunFilter(Last, Since, Outcome, AllTries)))
            await WriteAsync(run).ConfigureAwait(false);
    }
}

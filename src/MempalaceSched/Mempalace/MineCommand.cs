using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>What a run executes, before it becomes a command line.</summary>
/// <param name="Source">The source, which decides which flags the command accepts.</param>
/// <param name="Command">The program and its first arguments.</param>
/// <param name="ArgumentList">Arguments that come after all others.</param>
/// <param name="Palace">The palace that the run writes to.</param>
/// <param name="Store">The sessions; null when the command itself finds them.</param>
/// <param name="Wing">The wing of the palace; null for the default of the command.</param>
/// <param name="Repair">Which repair flag the wrapper gets.</param>
internal sealed record MineCommand(
    MineSource Source,
    IReadOnlyList<string> Command,
    IReadOnlyList<string> ArgumentList,
    string Palace,
    SessionStore? Store,
    string? Wing,
    RepairMode Repair
)
{
    // No argument can contain NUL, so these placeholders cannot be confused with a value.
    private const string PalacePlaceholder = "\0palace",
        StorePlaceholder = "\0store";

    /// <summary>The kind of the command. What is left of a schedule that was removed has no command.</summary>
    public CommandShape Shape => SourceCatalog.For(Source).ShapeOf(Command is [var program, ..] ? program : "");

    /// <summary>The program and its arguments, in the order that mempalace and its wrappers require.</summary>
    public IReadOnlyList<string> Words() => [.. Command, .. Flags(), .. ArgumentList];

    /// <summary>
    /// The arguments that the source adds, as shell words for a container. Palace and store are the shell variables
    /// <c>$palace</c> and <c>$store</c>, because only the container knows where its home folder is.
    /// </summary>
    public string ShellWordsInContainer()
    {
        var inside = this with
        {
            Palace = PalacePlaceholder,
            Store = Store is null ? null : new SessionStore(StorePlaceholder),
        };
        return string.Join(' ', inside.Words().Select(QuoteInContainer));
    }

    private static string QuoteInContainer(string word) =>
        word switch
        {
            PalacePlaceholder => "\"$palace\"",
            StorePlaceholder => "\"$store\"",
            _ => Shell.Quote(word),
        };

    private IEnumerable<string> Flags()
    {
        IEnumerable<string> wing = Wing is null ? [] : ["--wing", Wing];
        return Shape switch
        {
            CommandShape.Wrapper => [.. wing, .. RepairFlag()],
            // mempalace accepts --palace only before `mine`.
            CommandShape.MempalaceMine => ["--palace", Palace, "mine", Store!.Path, "--mode", "convos", .. wing],
            _ => [],
        };
    }

    private IEnumerable<string> RepairFlag() =>
        Repair switch
        {
            RepairMode.Repair => ["--repair"],
            RepairMode.NoRepair => ["--no-repair"],
            _ => [],
        };
}

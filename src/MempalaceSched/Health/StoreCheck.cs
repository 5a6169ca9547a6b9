using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Health;

/// <summary>Whether there are sessions to mine, and they can be read.</summary>
internal sealed class StoreCheck : IHostCheck
{
    /// <summary>As the launcher looks: 0 for one that can be read, 1 for none, 2 for only such that cannot.</summary>
    private const string Match = """
        code=1
        for match in "$1"/$2; do
            if [ -r "$match" ]; then exit 0; fi
            [ ! -e "$match" ] || code=2
        done
        exit $code
        """;

    public string Name => "store";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (subject.Definition.Store is not { } store)
            return Verdict.Skip("Only its command knows what it mines.");
        var all = store.Pattern is null ? store.Path : $"{store.Path}/{store.Pattern}";
        var found =
            store.Pattern is not null
                ? (
                    await subject.AsLauncherAsync(Match, cancellation, store.Path, store.Pattern).ConfigureAwait(false)
                ).ExitCode
            : !Path.Exists(store.Path) ? 1
            : FileAccessRight.CanRead(store.Path) ? 0
            : 2;
        return found switch
        {
            0 => Verdict.Pass($"'{all}' is there and can be read."),
            1 => Verdict.Warn(
                $"'{all}' does not exist, or is behind a folder that is closed: there is nothing to mine, and runs are skipped.",
                $"Nothing has to be done if {SourceCatalog.Of(subject.Definition.Source).Title} was not used yet; where its sessions lie elsewhere, install the schedule from an environment that says so."
            ),
            _ => Verdict.Fail($"'{all}' cannot be read.", "Check its owner and mode."),
        };
    }
}

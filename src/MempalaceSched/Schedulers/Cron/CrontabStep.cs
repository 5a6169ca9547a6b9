using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// Puts blocks into the crontab, or takes them out, and takes out lines of others that blocks take the place of: one write, so that neither is
/// there without the other. Undo puts back the crontab as it was; where others have written meanwhile, the blocks and those lines.
/// </summary>
/// <param name="Crontab">The crontab.</param>
/// <param name="Blocks">The block of each name; null to take it out.</param>
/// <param name="Replaced">The raw lines of others that go.</param>
internal sealed record CrontabStep(
    Crontab Crontab,
    IReadOnlyDictionary<string, string?> Blocks,
    params IReadOnlyList<string> Replaced
) : CustomStep
{
    private Dictionary<string, string?>? original;
    private (string Before, string After, string Taken)? last;

    public override string Description => $"change the crontab ({string.Join(", ", Blocks.Keys)})";

    public override async Task<string> PreviewAsync(CancellationToken cancellation)
    {
        var now = await Crontab.ReadAsync(cancellation).ConfigureAwait(false);
        var after = Change(now).After;
        return after == now
            ? ""
            : $"{Description}\n{UnifiedDiff.Of("crontab", RawText.Show(now), RawText.Show(after))}";
    }

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation) =>
        await Crontab
            .ChangeAsync(
                text =>
                {
                    if (text == last?.After)
                        return text; // read back: there is nothing more to take out
                    original ??= BlocksIn(text);
                    var (after, taken) = Change(text);
                    if (after != text)
                        last = (text, after, taken.Length > 0 ? taken : last?.Taken ?? "");
                    return after;
                },
                reporter,
                cancellation,
                keepForGood: Replaced.Count > 0
            )
            .ConfigureAwait(false);

    public override async Task UndoAsync()
    {
        if (original is not { } blocks || last is not var (before, after, taken))
            return;
        await Crontab
            .ChangeAsync(
                text =>
                    Apply(
                        text == after ? before
                            : text == before || text.Contains(taken, StringComparison.Ordinal) ? text
                            : text + taken,
                        blocks
                    ),
                Silent.Instance,
                CancellationToken.None
            )
            .ConfigureAwait(false);
    }

    private (string After, string Taken) Change(string text)
    {
        var lines = new ForeignLines(text);
        // Once we have written, a line that is gone is one that we have taken out.
        var (rest, taken) = lines.Without(last is null ? Replaced : [.. Replaced.Where(lines.Has)]);
        return (Apply(rest, Blocks), taken);
    }

    private Dictionary<string, string?> BlocksIn(string text)
    {
        var blocks = new CrontabText(text).Blocks;
        return Blocks.Keys.ToDictionary(
            name => name,
            name => blocks.TryGetValue(name, out var block) ? block.Text : null
        );
    }

    private static string Apply(string text, IReadOnlyDictionary<string, string?> blocks)
    {
        var parsed = new CrontabText(text);
        foreach (var (name, block) in blocks)
            parsed = new CrontabText(block is null ? parsed.Without(name) : parsed.With(name, block));
        return parsed.ToString();
    }

    private sealed class Silent : IReporter
    {
        public static readonly Silent Instance = new();

        public void Verbose(string message) { }

        public void Warning(string message) { }

        public void Progress(string activity, string status, int? percent) { }
    }
}

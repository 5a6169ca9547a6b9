using MempalaceSched.Changes;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// Puts blocks into the crontab, or takes them out. Undo puts back the crontab as it was; where others have written meanwhile, only the
/// blocks.
/// </summary>
/// <param name="Crontab">The crontab.</param>
/// <param name="Blocks">The block of each name; null to take it out.</param>
internal sealed record CrontabStep(Crontab Crontab, IReadOnlyDictionary<string, string?> Blocks) : CustomStep
{
    private Dictionary<string, string?>? original;
    private (string Before, string After)? last;

    public override string Description => $"change the crontab ({string.Join(", ", Blocks.Keys)})";

    public override async Task<string> PreviewAsync(CancellationToken cancellation)
    {
        var now = await Crontab.ReadAsync(cancellation).ConfigureAwait(false);
        var after = Apply(now, Blocks);
        return after == now ? "" : $"{Description}\n{UnifiedDiff.Of("crontab", RawText.Show(now), RawText.Show(after))}";
    }

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation) => await Crontab.ChangeAsync(
        text =>
        {
            original ??= BlocksIn(text);
            var after = Apply(text, Blocks);
            if (after != text) last = (text, after);
            return after;
        },
        reporter, cancellation).ConfigureAwait(false);

    public override async Task UndoAsync()
    {
        if (original is not { } blocks || last is not var (before, after)) return;
        await Crontab.ChangeAsync(text => Apply(text == after ? before : text, blocks), Silent.Instance, CancellationToken.None).ConfigureAwait(false);
    }

    private Dictionary<string, string?> BlocksIn(string text)
    {
        var blocks = new CrontabText(text).Blocks;
        return Blocks.Keys.ToDictionary(name => name, name => blocks.TryGetValue(name, out var block) ? block.Text : null);
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

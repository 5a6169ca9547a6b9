using MempalaceSched.Changes;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>Puts blocks into the crontab, or takes them out. Undo puts back the blocks as they were; what others have written stays.</summary>
/// <param name="Crontab">The crontab.</param>
/// <param name="Blocks">The block of each name; null to take it out.</param>
internal sealed record CrontabStep(Crontab Crontab, IReadOnlyDictionary<string, string?> Blocks) : CustomStep
{
    private Dictionary<string, string?>? before;

    public override string Description => $"change the crontab ({string.Join(", ", Blocks.Keys)})";

    public override async Task<string> PreviewAsync(CancellationToken cancellation)
    {
        var now = await Crontab.ReadAsync(cancellation).ConfigureAwait(false);
        var after = Apply(now, Blocks);
        return after == now ? "" : $"{Description}\n{UnifiedDiff.Of("crontab", now, after)}";
    }

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation) => await Crontab.ChangeAsync(
        text =>
        {
            var parsed = new CrontabText(text);
            before ??= Blocks.Keys.ToDictionary(name => name, name => parsed.Blocks.TryGetValue(name, out var block) ? block.Text : null);
            return Apply(text, Blocks);
        },
        reporter, cancellation).ConfigureAwait(false);

    public override async Task UndoAsync()
    {
        if (before is { } blocks) await Crontab.ChangeAsync(text => Apply(text, blocks), Silent.Instance, CancellationToken.None).ConfigureAwait(false);
    }

    private static string Apply(string text, IReadOnlyDictionary<string, string?> blocks)
    {
        foreach (var (name, block) in blocks)
        {
            var parsed = new CrontabText(text);
            text = block is null ? parsed.Without(name) : parsed.With(name, block);
        }
        return text;
    }

    private sealed class Silent : IReporter
    {
        public static readonly Silent Instance = new();

        public void Verbose(string message) { }

        public void Warning(string message) { }

        public void Progress(string activity, string status) { }
    }
}

using MempalaceSched.Changes;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// Puts blocks into the crontab or removes them, and removes entries made by hand that the blocks replace. It is a
/// single write, so there is never one without the other.
/// </summary>
/// <param name="Program">The crontab program.</param>
/// <param name="Blocks">The block for each name; null to remove it.</param>
/// <param name="Replaced">The raw text of the entries to remove.</param>
internal sealed record ChangeCrontab(
    CrontabProgram Program,
    IReadOnlyDictionary<string, string?> Blocks,
    params IReadOnlyList<string> Replaced
) : ChangeStep
{
    public override string Description => $"change the crontab ({string.Join(", ", Blocks.Keys)})";

    public override async Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation)
    {
        var before = await Crontab.For(context, Program).ReadAsync(cancellation).ConfigureAwait(false);
        var after = CrontabBlocks.Apply(new ForeignLines(before).Without(Replaced).Left, Blocks);
        return after == before
            ? ""
            : $"{Description}\n{UnifiedDiff.For("crontab", RawText.Show(before), RawText.Show(after))}";
    }

    public override async Task<IReadOnlyList<UndoStep>> CaptureAsync(
        ChangeContext context,
        CancellationToken cancellation
    )
    {
        var before = await Crontab.For(context, Program).ReadAsync(cancellation).ConfigureAwait(false);
        var (left, taken) = new ForeignLines(before).Without(Replaced);
        var after = CrontabBlocks.Apply(left, Blocks);
        return after == before
            ? []
            :
            [
                new RestoreCrontab(
                    Program,
                    before,
                    after,
                    taken,
                    Replaced,
                    CrontabBlocks.Named(Blocks.Keys, new CrontabText(before))
                ),
            ];
    }

    public override async Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        var isFirst = true;
        await Crontab
            .For(context, Program)
            .ChangeAsync(
                text =>
                {
                    var lines = new ForeignLines(text);
                    // After the first attempt, an entry that is missing was already removed, by us or by somebody else.
                    var entries = isFirst ? Replaced : [.. Replaced.Where(lines.Has)];
                    isFirst = false;
                    return CrontabBlocks.Apply(lines.Without(entries).Left, Blocks);
                },
                context.Reporter,
                cancellation,
                keepForGood: Replaced.Count > 0,
                known: undo.OfType<RestoreCrontab>().SingleOrDefault()?.Before
            )
            .ConfigureAwait(false);
    }
}

/// <summary>
/// Restores the crontab as it was. If others have changed it in the meantime, only the blocks and the removed entries
/// are restored.
/// </summary>
/// <param name="Program">The crontab program.</param>
/// <param name="Before">The crontab before the change.</param>
/// <param name="After">The crontab after the change.</param>
/// <param name="Taken">The lines that the change removes.</param>
/// <param name="Entries">The entries among these lines.</param>
/// <param name="Blocks">The blocks before the change; null for one that did not exist.</param>
internal sealed record RestoreCrontab(
    CrontabProgram Program,
    string Before,
    string After,
    IReadOnlyList<string> Taken,
    IReadOnlyList<string> Entries,
    IReadOnlyDictionary<string, string?> Blocks
) : UndoStep
{
    public override string Description => $"restore the crontab ({string.Join(", ", Blocks.Keys)})";

    public override Task UndoAsync(ChangeContext context) =>
        Crontab
            .For(context, Program)
            .ChangeAsync(
                text => text == After || text == Before ? Before : CrontabBlocks.Apply(WithTaken(text), Blocks),
                context.Reporter,
                CancellationToken.None
            );

    /// <summary>
    /// The crontab with the removed lines at its end. If it has all entries, nothing was removed or everything is
    /// already restored.
    /// </summary>
    private string WithTaken(string text)
    {
        var lines = new ForeignLines(text);
        if (Entries.All(lines.Has))
            return text;
        var missing = string.Concat(Entries.Any(lines.Has) ? Taken.Where(line => !lines.Has(line)) : Taken);
        return text.Length == 0 || text.EndsWith('\n') ? text + missing : $"{text}\n{missing}";
    }
}

/// <summary>Blocks of several schedules in one crontab.</summary>
internal static class CrontabBlocks
{
    /// <summary>The crontab with these blocks, and without those that are null.</summary>
    public static string Apply(string text, IReadOnlyDictionary<string, string?> blocks)
    {
        var crontab = new CrontabText(text);
        foreach (var (name, block) in blocks)
            crontab = new CrontabText(block is null ? crontab.Without(name) : crontab.With(name, block));
        return crontab.ToString();
    }

    /// <summary>The blocks with these names; null for one that does not exist.</summary>
    public static IReadOnlyDictionary<string, string?> Named(IEnumerable<string> names, CrontabText crontab) =>
        names.ToDictionary(name => name, name => crontab.Blocks.TryGetValue(name, out var block) ? block.Text : null);
}

using MempalaceSched.Errors;
using MempalaceSched.Import;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>The lines of a crontab (see <see cref="RawText"/>) that are outside of our blocks.</summary>
internal sealed class ForeignLines
{
    private readonly List<Line> lines = [];

    /// <exception cref="MempalaceException"><c>CrontabUnsafe</c>: it cannot be changed without harm.</exception>
    public ForeignLines(string text)
    {
        var blocks = new CrontabText(text).Blocks.Values.ToList();
        var number = 0;
        for (var at = 0; at < text.Length; )
        {
            var newline = text.IndexOf('\n', at);
            var end = newline < 0 ? text.Length : newline + 1;
            var isOurs = blocks.Any(block => at >= block.Start && at < block.Start + block.Text.Length);
            lines.Add(new Line(++number, text[at..end], isOurs));
            at = end;
        }
    }

    /// <summary>All entries that mine: number, raw text, and the settings above.</summary>
    public IEnumerable<(int Number, string Raw, string Shown, IReadOnlyDictionary<string, string> Settings)> Mines()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Where(line => !line.IsOurs))
        {
            if (CronJob.Setting(line.Shown) is var (name, value))
                settings[name] = value;
            else if (line.IsEntry && Mention.IsIn(line.Shown))
                yield return (line.Number, line.Raw, line.Shown, new Dictionary<string, string>(settings));
        }
    }

    /// <summary>
    /// The crontab without these entries, and what has gone: each with what belongs to it, the comments above it from the first on that speaks of mempalace, but below any entry
    /// that is commented out, and the
    /// settings between, unless an entry below still gets them. All else is as it was, byte for byte.
    /// </summary>
    /// <param name="entries">The raw text of each.</param>
    /// <exception cref="MempalaceException"><c>CrontabUnsafe</c>: one is no longer there.</exception>
    public (string Left, string Taken) Without(IReadOnlyList<string> entries)
    {
        var going = new HashSet<Line>();
        foreach (var entry in entries)
            going.Add(
                lines.Find(line => !line.IsOurs && line.Raw == entry && !going.Contains(line))
                    ?? throw Fault.CrontabUnsafe(
                        $"the line '{RawText.Show(entry).Trim()}' is no longer in it",
                        "Somebody has changed it meanwhile. Try again."
                    )
            );
        foreach (var entry in going.ToList())
            going.UnionWith(WhatBelongsTo(entry, going));
        return (Text(lines.Where(line => !going.Contains(line))), Text(lines.Where(going.Contains)));
    }

    /// <summary>Whether there is such an entry.</summary>
    public bool Has(string entry) => lines.Exists(line => !line.IsOurs && line.Raw == entry);

    private static string Text(IEnumerable<Line> some) => string.Concat(some.Select(line => line.Raw));

    private IEnumerable<Line> WhatBelongsTo(Line entry, HashSet<Line> going)
    {
        var at = lines.IndexOf(entry);
        var region = lines.Take(at).Reverse().TakeWhile(line => !line.IsOurs && !line.IsEntry).Reverse().ToList();
        var first = region.FindIndex(
            region.FindLastIndex(line => line.IsPausedEntry) + 1,
            line => line.IsComment && line.Shown.Contains("mempalace", StringComparison.OrdinalIgnoreCase)
        );
        if (first < 0)
            return [];
        var isLast = lines.Skip(at).All(line => !line.IsEntry || line.IsOurs || going.Contains(line));
        return region.Skip(first).Where(line => isLast || line.IsComment);
    }

    /// <summary>One line, with its end.</summary>
    private sealed record Line(int Number, string Raw, bool IsOurs)
    {
        public string Shown { get; } = RawText.Show(Raw).TrimEnd('\n');

        public bool IsEntry => CronJob.IsEntry(Shown);

        /// <summary>An entry that somebody has commented out, and may want back.</summary>
        public bool IsPausedEntry =>
            IsComment
            && Shown.TrimStart(' ', '\t', '#') is var text
            && text.Length > 0
            && (text[0] == '@' || text[0] == '*' || char.IsAsciiDigit(text[0]));

        public bool IsComment => Shown.TrimStart(' ', '\t').StartsWith('#');
    }
}

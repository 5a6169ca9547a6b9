using MempalaceSched.Errors;
using MempalaceSched.Import;
using MempalaceSched.Import.Cron;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>The lines of a crontab (see <see cref="RawText"/>) outside of our blocks.</summary>
internal sealed class ForeignLines
{
    private readonly List<Line> lines = [];

    /// <exception cref="MempalaceException"><c>CrontabUnsafe</c>: it cannot be changed safely.</exception>
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

    /// <summary>The entries that run mempalace: line number, raw text, readable text, and the settings above.</summary>
    public IEnumerable<(
        int Number,
        string Raw,
        string Shown,
        IReadOnlyDictionary<string, string> Settings
    )> MempalaceEntries()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Where(line => !line.IsOurs))
        {
            if (CronJobReader.Setting(line.Shown) is var (name, value))
                settings[name] = value;
            else if (line.IsEntry && ForeignJob.IsMiningText(line.Shown))
                yield return (line.Number, line.Raw, line.Shown, new Dictionary<string, string>(settings));
        }
    }

    /// <summary>
    /// The crontab without these entries and without what belongs to them: the comments above, from the first one that
    /// mentions mempalace, and the settings between, unless an entry below still uses them. Comments above an entry
    /// that is commented out belong to that one. Everything else stays byte for byte.
    /// </summary>
    /// <param name="entries">The raw text of each entry.</param>
    /// <returns>The text that is left, and the lines that were removed.</returns>
    /// <exception cref="MempalaceException"><c>CrontabUnsafe</c>: an entry no longer exists.</exception>
    public (string Left, IReadOnlyList<string> Taken) Without(IReadOnlyList<string> entries)
    {
        var going = new HashSet<Line>();
        foreach (var entry in entries)
            going.Add(
                lines.Find(line => !line.IsOurs && line.Raw == entry && !going.Contains(line))
                    ?? throw Error.CrontabUnsafe(
                        $"it no longer contains the line '{RawText.Show(entry).Trim()}'",
                        "Another program has changed the crontab. Run the command again."
                    )
            );
        foreach (var entry in going.ToList())
            going.UnionWith(WhatBelongsTo(entry, going));
        return (
            string.Concat(lines.Where(line => !going.Contains(line)).Select(line => line.Raw)),
            [.. lines.Where(going.Contains).Select(line => line.Raw)]
        );
    }

    /// <summary>Whether there is a line with this raw text.</summary>
    public bool Has(string raw) => lines.Exists(line => !line.IsOurs && line.Raw == raw);

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

    /// <summary>A line with its line break.</summary>
    private sealed record Line(int Number, string Raw, bool IsOurs)
    {
        public string Shown { get; } = RawText.Show(Raw).TrimEnd('\n');

        public bool IsEntry => CronJobReader.IsEntry(Shown);

        /// <summary>Whether this is an entry that was commented out, which its user may want to restore.</summary>
        public bool IsPausedEntry =>
            IsComment
            && Shown.TrimStart(' ', '\t', '#') is var text
            && text.Length > 0
            && (text[0] == '@' || text[0] == '*' || char.IsAsciiDigit(text[0]));

        public bool IsComment => Shown.TrimStart(' ', '\t').StartsWith('#');
    }
}

/// <summary>Finds entries in the crontab that the user made by hand and that run mempalace.</summary>
internal sealed class ForeignEntries(HostEnvironment environment, Crontab crontab) : IForeignJobSource
{
    public async Task<IReadOnlyList<ForeignJob>> FindAsync(CancellationToken cancellation) =>
        [
            .. new ForeignLines(await crontab.ReadAsync(cancellation).ConfigureAwait(false))
                .MempalaceEntries()
                .Select(line =>
                {
                    var job = new ForeignJob
                    {
                        Name = "",
                        Place = $"crontab, line {line.Number}",
                        Handle = line.Raw,
                        IsActive = true,
                    }.With(() => new CronJobReader(environment).Read(line.Shown, line.Settings));
                    // An entry has no name of its own, so it is called what the schedule will be called.
                    return job with
                    {
                        Name = job.Job is { } read ? SourceCatalog.For(read.Command.Source).ScheduleName : "crontab",
                    };
                }),
        ];
}

using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// A user's crontab as text (see <see cref="RawText"/>), in which our blocks stand between two marker lines each. All that is outside of
/// them is kept as it is, byte for byte. Blocks stand at the top: settings further down (CRON_TZ, SHELL, MAILTO) apply only to what
/// follows them.
/// </summary>
internal sealed class CrontabText
{
    private const string Opening = "# >>> mempalace-sched ",
        OpeningTail = " >>>";
    private const string Closing = "# <<< mempalace-sched ",
        ClosingTail = " <<<";
    private readonly string text;

    /// <exception cref="MempalaceException"><c>CrontabUnsafe</c>: it cannot be changed without harm to what is not ours.</exception>
    public CrontabText(string text)
    {
        this.text = text;
        Blocks = Read(text);
    }

    /// <summary>Our blocks by name: where they begin, and their text with both markers.</summary>
    public IReadOnlyDictionary<string, (int Start, string Text)> Blocks { get; }

    /// <summary>Whether there is anything but our blocks.</summary>
    public bool HasForeignText => Blocks.Values.Sum(block => block.Text.Length) < text.Length;

    /// <summary>The block of a schedule with these lines in it.</summary>
    public static string Block(string name, IEnumerable<string> lines) =>
        RawText.Of(
            string.Concat(
                new[]
                {
                    $"{Opening}{name}{OpeningTail} Install-MempalaceSchedule changes this block, Remove-MempalaceSchedule takes it away",
                }
                    .Concat(lines)
                    .Append($"{Closing}{name}{ClosingTail}")
                    .Select(line => line + "\n")
            )
        );

    /// <summary>The crontab with a block in place of the one of that name, else at the top.</summary>
    public string With(string name, string block) =>
        Blocks.TryGetValue(name, out var old)
            ? text[..old.Start] + block + text[(old.Start + old.Text.Length)..]
            : block + text;

    /// <summary>The crontab without the block of that name.</summary>
    public string Without(string name) =>
        Blocks.TryGetValue(name, out var old) ? text.Remove(old.Start, old.Text.Length) : text;

    /// <summary>The whole text.</summary>
    public override string ToString() => text;

    private static Dictionary<string, (int Start, string Text)> Read(string text)
    {
        var blocks = new Dictionary<string, (int Start, string Text)>(StringComparer.Ordinal);
        string? open = null;
        var start = 0;
        var number = 0;
        for (var at = 0; at < text.Length; )
        {
            var newline = text.IndexOf('\n', at);
            var end = newline < 0 ? text.Length : newline + 1;
            var line = text[at..(newline < 0 ? end : newline)];
            number++;
            CheckReturns(line, number);
            if (NameIn(line, Opening, OpeningTail, number) is { } opened)
            {
                if (open is not null)
                    throw Broken(number, $"the block '{opened}' begins inside the block '{open}'");
                if (blocks.ContainsKey(opened))
                    throw Broken(number, $"the block '{opened}' is there twice");
                (open, start) = (opened, at);
            }
            else if (NameIn(line, Closing, ClosingTail, number) is { } closed)
            {
                if (open != closed)
                    throw Broken(number, $"the block '{closed}' ends here but did not begin");
                blocks[closed] = (start, text[start..end]);
                open = null;
            }
            at = end;
        }
        return open is null ? blocks : throw Broken(number, $"the block '{open}' does not end");
    }

    /// <summary>Debian's <c>crontab -l</c> prints a carriage return as the two characters \r, which would be written back as such.</summary>
    private static void CheckReturns(string line, int number)
    {
        if (line.EndsWith('\r') || line.EndsWith("\\r", StringComparison.Ordinal))
            throw Fault.CrontabUnsafe(
                $"line {number} ends in a carriage return, which `crontab -l` does not give back as it is",
                "Take the carriage returns out: crontab -l | sed 's/\\\\r$//; s/\\r$//' > crontab.txt, look at it, then crontab crontab.txt"
            );
    }

    /// <summary>The name in a marker line; null for any other line. A marker that was changed by hand is neither.</summary>
    private static string? NameIn(string line, string marker, string tail, int number)
    {
        if (!line.StartsWith(marker.TrimEnd(), StringComparison.Ordinal))
            return null;
        var end = line.Length > marker.Length ? line.IndexOf(tail, marker.Length, StringComparison.Ordinal) : -1;
        var name = end > 0 && line.StartsWith(marker, StringComparison.Ordinal) ? line[marker.Length..end] : "";
        return ScheduleName.IsValid(name) ? name : throw Broken(number, "a marker of a block was changed");
    }

    private static MempalaceException Broken(int line, string what) =>
        Fault.CrontabUnsafe(
            $"line {line}: {what}",
            "Put the marker lines of MempalaceSched in order with crontab -e, or delete those lines with all between them."
        );
}

using System.Text;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// A user's crontab as text (see <see cref="RawText"/>). Each of our blocks is between two marker lines. Everything
/// outside of the blocks is kept byte for byte. Blocks are at the top, because settings in a crontab (CRON_TZ, SHELL,
/// MAILTO) apply only to the lines below them.
/// </summary>
internal sealed class CrontabText
{
    private const string Opening = "# >>> mempalace-sched ",
        OpeningTail = " >>>";
    private const string Closing = "# <<< mempalace-sched ",
        ClosingTail = " <<<";
    private readonly string text;

    /// <exception cref="MempalaceException">
    /// <c>CrontabUnsafe</c>: it cannot be changed without damage to other entries.
    /// </exception>
    public CrontabText(string text)
    {
        this.text = text;
        Blocks = Read(text);
    }

    /// <summary>Our blocks by name: the position of each, and its text with both markers.</summary>
    public IReadOnlyDictionary<string, (int Start, string Text)> Blocks { get; }

    /// <summary>Whether there is anything besides our blocks.</summary>
    public bool HasForeignText => Blocks.Values.Sum(block => block.Text.Length) < text.Length;

    /// <summary>The block of a schedule with these lines.</summary>
    public static string Block(string name, IEnumerable<string> lines) =>
        RawText.From(
            string.Concat(
                new[]
                {
                    $"{Opening}{name}{OpeningTail} Install-MempalaceSchedule changes this block, "
                        + "Remove-MempalaceSchedule takes it away",
                }
                    .Concat(lines)
                    .Append($"{Closing}{name}{ClosingTail}")
                    .Select(line => line + "\n")
            )
        );

    /// <summary>The crontab with a block: at the position of the old one with that name, or else at the top.</summary>
    public string With(string name, string block) =>
        Blocks.TryGetValue(name, out var old)
            ? text[..old.Start] + block + text[(old.Start + old.Text.Length)..]
            : block + text;

    /// <summary>The crontab without the block with that name.</summary>
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
                    throw Broken(number, $"the block '{opened}' exists twice");
                (open, start) = (opened, at);
            }
            else if (NameIn(line, Closing, ClosingTail, number) is { } closed)
            {
                if (open != closed)
                    throw Broken(number, $"the block '{closed}' ends here but does not begin");
                blocks[closed] = (start, text[start..end]);
                open = null;
            }
            at = end;
        }
        return open is null ? blocks : throw Broken(number, $"the block '{open}' does not end");
    }

    /// <summary>
    /// Debian's <c>crontab -l</c> prints a carriage return as the two characters \r, which would be written back.
    /// </summary>
    private static void CheckReturns(string line, int number)
    {
        if (line.EndsWith('\r') || line.EndsWith("\\r", StringComparison.Ordinal))
            throw Error.CrontabUnsafe(
                $"line {number} ends with a carriage return, which `crontab -l` does not print unchanged",
                "Remove the carriage returns: run crontab -l | sed 's/\\\\r$//; s/\\r$//' > crontab.txt, "
                    + "check the file, then run crontab crontab.txt"
            );
    }

    /// <summary>The name in a marker line; null for any other line. A marker that was changed is an error.</summary>
    private static string? NameIn(string line, string marker, string tail, int number)
    {
        if (!line.StartsWith(marker.TrimEnd(), StringComparison.Ordinal))
            return null;
        var end = line.Length > marker.Length ? line.IndexOf(tail, marker.Length, StringComparison.Ordinal) : -1;
        var name = end > 0 && line.StartsWith(marker, StringComparison.Ordinal) ? line[marker.Length..end] : "";
        return ScheduleName.IsValid(name) ? name : throw Broken(number, "the marker of a block was changed");
    }

    private static MempalaceException Broken(int line, string what) =>
        Error.CrontabUnsafe(
            $"line {line}: {what}",
            "Correct the marker lines of MempalaceSched with crontab -e, or delete them and everything between them."
        );
}

/// <summary>
/// Text in which each character stands for one byte. A crontab has no declared encoding: an old comment in Latin-1 must
/// not change, and decoding it as UTF-8 would change it.
/// </summary>
internal static class RawText
{
    /// <summary>Our own text as the bytes that it has in a file.</summary>
    public static string From(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes.</summary>
    public static byte[] Bytes(string raw) => Encoding.Latin1.GetBytes(raw);

    /// <summary>Readable text; bytes that are not UTF-8 are shown as the replacement character.</summary>
    public static string Show(string raw) => Encoding.UTF8.GetString(Bytes(raw));
}

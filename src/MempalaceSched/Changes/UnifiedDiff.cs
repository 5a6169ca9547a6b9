using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace MempalaceSched.Changes;

/// <summary>The difference between two texts in the format of <c>diff -u</c>, which <c>patch</c> can apply.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The difference between the current and the new text of a file; empty when they are the same.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="before">Its current text; null when it does not exist.</param>
    /// <param name="after">Its new text.</param>
    public static string For(string path, string? before, string after)
    {
        var diff = Differ.Instance.CreateDiffs(
            before ?? "",
            after,
            ignoreWhiteSpace: false,
            ignoreCase: false,
            new Lines()
        );
        if (diff.DiffBlocks.Count == 0)
            return "";

        // The tab ends the name. Without it, patch reads a name only up to its first space.
        var text = new StringBuilder()
            .Append(before is null ? "--- /dev/null\n" : $"--- {path}\t\n")
            .Append($"+++ {path}\t\n");
        var hunk = new List<DiffBlock>();
        foreach (var block in diff.DiffBlocks)
        {
            if (hunk.Count > 0 && block.DeleteStartA - End(hunk[^1]) > 2 * Context)
            {
                Append(text, diff, hunk);
                hunk.Clear();
            }
            hunk.Add(block);
        }
        Append(text, diff, hunk);
        return text.ToString();
    }

    private static int End(DiffBlock block) => block.DeleteStartA + block.DeleteCountA;

    private static void Append(StringBuilder text, DiffResult diff, List<DiffBlock> hunk)
    {
        var from = Math.Max(0, hunk[0].DeleteStartA - Context);
        var to = Math.Min(diff.PiecesOld.Count, End(hunk[^1]) + Context);
        var start = hunk[0].InsertStartB - (hunk[0].DeleteStartA - from);
        var length = to - from + hunk.Sum(block => block.InsertCountB - block.DeleteCountA);
        text.Append($"@@ -{Range(from, to - from)} +{Range(start, length)} @@\n");
        foreach (var block in hunk)
        {
            Append(text, ' ', diff.PiecesOld, from, block.DeleteStartA);
            Append(text, '-', diff.PiecesOld, block.DeleteStartA, End(block));
            Append(text, '+', diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            from = End(block);
        }
        Append(text, ' ', diff.PiecesOld, from, to);
    }

    /// <summary>Lines are counted from 1, but an empty range has the number of the line before it.</summary>
    private static string Range(int start, int length) => $"{(length == 0 ? start : start + 1)},{length}";

    private static void Append(StringBuilder text, char sign, IReadOnlyList<string> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
            text.Append(sign)
                .Append(lines[i])
                .Append(lines[i].EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
    }

    /// <summary>Lines with their line breaks, so that a missing line break at the end counts as a difference.</summary>
    private sealed class Lines : IChunker
    {
        public IReadOnlyList<string> Chunk(string text)
        {
            var lines = text.Split('\n');
            return
            [
                .. lines.SkipLast(1).Select(line => line + "\n"),
                .. lines.TakeLast(1).Where(line => line.Length > 0),
            ];
        }
    }
}

using System.Text;
using DiffPlex.Model;
using DiffPlex;

namespace MempalaceSched.Changes;

/// <summary>The difference of two texts, as `diff -u` prints it and `patch` takes it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <param name="path">The file that it is about.</param>
    /// <param name="before">Its text now; null when there is no such file.</param>
    /// <param name="after">Its text afterwards.</param>
    public static string Of(string path, string? before, string after)
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

        // A tab ends the name: without it, one with a blank in it is not read to its end.
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

    /// <summary>Lines are counted from 1, but a range of none is named by the line before it.</summary>
    private static string Range(int start, int length) => $"{(length == 0 ? start : start + 1)},{length}";

    private static void Append(StringBuilder text, char sign, IReadOnlyList<string> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
            text.Append(sign)
                .Append(lines[i])
                .Append(lines[i].EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
    }

    /// <summary>Lines with their ends, so that a last line without one is another than the same with one.</summary>
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

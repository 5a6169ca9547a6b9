using System.Text;
using CsCheck;
using MempalaceSched.Runs;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Runs;

public sealed class LogTailTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lines_do_not_depend_on_how_the_bytes_arrive() =>
        Gen.Select(Gen.OneOf("a", "é", "日", "🗝", "\n", "", "x\n").List[0, 30].Select(string.Concat), Gen.Int[1, 5])
            .Sample(
                (text, size) =>
                {
                    using var own = new TempFolder();
                    var tail = new LogTail(own["log"]);
                    var lines = new List<string>();
                    foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(size))
                    {
                        Append(own["log"], piece);
                        lines.AddRange(tail.NewLines());
                    }
                    lines.AddRange(tail.LastLines());
                    Assert.Equal(text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n'), lines);
                },
                iter: 60
            );

    [Fact]
    public void A_missing_log_has_no_lines()
    {
        var tail = new LogTail(folder["no/log"]);
        Assert.Empty(tail.NewLines());
        folder.Write("no/log", "one\ntwo");
        Assert.Equal(["one"], tail.NewLines());
        Assert.Empty(tail.NewLines());
        Assert.Equal(["two"], tail.LastLines());
        Assert.Empty(tail.LastLines());
    }

    [Fact]
    public void A_truncated_log_is_read_from_the_beginning()
    {
        var tail = new LogTail(folder.Write("log", "a long first line\nand half of"));
        Assert.Equal(["a long first line"], tail.NewLines());
        folder.Write("log", "new\n");
        Assert.Equal(["new"], tail.NewLines());
    }

    [Fact]
    public void Trailing_carriage_returns_are_removed() =>
        Assert.Equal(["a", "b"], new LogTail(folder.Write("log", "a\r\nb\r\n")).NewLines());

    [Fact]
    public void The_last_lines_match_the_end_of_the_whole_log() =>
        Gen.Select(Gen.OneOf("a", "é", "日", "\n", "\n\n", "x\n").List[0, 30].Select(string.Concat), Gen.Int[0, 12])
            .Sample(
                (text, count) =>
                {
                    using var own = new TempFolder();
                    var all = text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
                    Assert.Equal(all.TakeLast(count), LogTail.FromEnd(own.Write("log", text), count).LastLines());
                },
                iter: 60
            );

    [Fact]
    public void New_lines_follow_the_last_lines()
    {
        var tail = LogTail.FromEnd(folder.Write("log", "one\ntwo\nthr"), 2);
        Assert.Equal(["two"], tail.NewLines());
        Append(folder["log"], "ee\n"u8.ToArray());
        Assert.Equal(["three"], tail.NewLines());
        Assert.Empty(LogTail.FromEnd(folder["no"], 3).LastLines());
    }

    [Fact]
    public void A_long_log_is_streamed_and_its_end_is_read_alone()
    {
        var lines = Enumerable.Range(0, 100_000).Select(i => $"line {i} é").ToArray();
        folder.Write("log", string.Join('\n', lines));
        Assert.Equal(lines, new LogTail(folder["log"]).LastLines());
        Assert.Equal(lines[..3], new LogTail(folder["log"]).NewLines().Take(3));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(lines[^5..], LogTail.FromEnd(folder["log"], 5).LastLines());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1024 * 1024);
    }

    private static void Append(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Append);
        file.Write(bytes);
    }
}

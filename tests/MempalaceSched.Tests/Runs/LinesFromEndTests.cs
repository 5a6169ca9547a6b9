using System.Text;
using CsCheck;
using MempalaceSched.Runs;

namespace MempalaceSched.Tests.Runs;

public sealed class LinesFromEndTests
{
    private static readonly Gen<byte[]> Text = Gen.OneOf(
            "a",
            "é",
            "日",
            "🗝",
            "\n",
            "\r\n",
            "\n\n",
            "\0",
            " ",
            "",
            "a line of its own\n",
            new string('x', 40)
        )
        .List[0, 30]
        .Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

    [Fact]
    public void Lines_from_the_end_match_lines_read_forwards() =>
        Gen.Select(Text, Gen.Int[1, 24], Gen.Int[0, 50])
            .Sample(
                (bytes, block, longest) =>
                {
                    var found = LinesFromEnd
                        .Read(new MemoryStream(bytes), block, longest)
                        .Select(line => (line.Start, Convert.ToHexString(line.Bytes.Span), line.IsTooLong))
                        .ToList();
                    Assert.Equal(
                        Forwards(bytes)
                            .Select(line =>
                                line.Bytes.Length > longest
                                    ? (line.Start, "", true)
                                    : (line.Start, Convert.ToHexString(line.Bytes), false)
                            )
                            .Reverse(),
                        found
                    );
                },
                iter: 5000
            );

    [Fact]
    public void A_file_without_line_feeds_uses_no_extra_memory()
    {
        using var endless = new Zeros(1L << 30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(new LineFromEnd(0, default, true), Assert.Single(LinesFromEnd.Read(endless)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 512 * 1024);
    }

    [Fact]
    public void Only_the_requested_part_is_read()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456\n", 1000))));
        Assert.Equal(7992, LinesFromEnd.Read(file, block: 16).First().Start);
        Assert.Equal(8000, file.Position); // only the last block is read
    }

    /// <summary>Reads the lines forwards, byte by byte.</summary>
    private static List<(long Start, byte[] Bytes)> Forwards(byte[] bytes)
    {
        var lines = new List<(long, byte[])>();
        var line = new List<byte>();
        var start = 0L;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '\n')
                line.Add(bytes[i]);
            if (bytes[i] != '\n' && i < bytes.Length - 1)
                continue;
            lines.Add((start, line.ToArray()));
            line.Clear();
            start = i + 1;
        }
        return lines;
    }

    /// <summary>A file of NUL bytes. Some file systems leave such a file after a power failure.</summary>
    private sealed class Zeros(long length) : MemoryStream
    {
        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            buffer.Clear();
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}

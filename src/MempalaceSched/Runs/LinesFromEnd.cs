namespace MempalaceSched.Runs;

/// <summary>A line of a file, without the line feed that ends it.</summary>
/// <param name="Start">Where it begins in the file, in bytes.</param>
/// <param name="Bytes">What it holds, until the next line is asked for; nothing when it is too long.</param>
/// <param name="IsTooLong">Whether it is longer than any line that means something.</param>
internal readonly record struct LineFromEnd(long Start, ReadOnlyMemory<byte> Bytes, bool IsTooLong);

/// <summary>Reads the lines of a file, the last one first, block by block: in constant memory, however long the file and its lines are.</summary>
internal static class LinesFromEnd
{
    private const int Block = 64 * 1024;

    /// <summary>The lines from the last to the first. A line feed at the very end begins no further line.</summary>
    /// <param name="file">The file; it must be seekable. What is appended meanwhile is not seen.</param>
    /// <param name="block">How much is read at a time, in bytes.</param>
    /// <param name="longest">The length up to which a line is given whole, in bytes.</param>
    public static IEnumerable<LineFromEnd> Read(Stream file, int block = Block, int longest = Block)
    {
        var position = file.Length;
        if (position == 0)
            yield break;
        var buffer = new byte[block + longest];
        var rest = 0; // bytes at the beginning of the buffer, of a line whose beginning is still to come
        var overrun = false; // some of that line was dropped
        for (var isLast = true; position > 0; isLast = false)
        {
            var count = (int)Math.Min(block, position);
            buffer.AsSpan(0, rest).CopyTo(buffer.AsSpan(count));
            position -= count;
            file.Position = position;
            file.ReadExactly(buffer, 0, count);
            var end = count + rest;
            var unsearched = count;
            if (isLast && buffer[count - 1] == '\n')
                unsearched = end = count - 1;
            for (int feed; (feed = buffer.AsSpan(0, unsearched).LastIndexOf((byte)'\n')) >= 0; unsearched = end = feed)
            {
                yield return Line(position + feed + 1, buffer.AsMemory(feed + 1, end - feed - 1), overrun, longest);
                overrun = false;
            }
            rest = end;
            if (rest <= longest)
                continue;
            overrun = true;
            rest = 0;
        }
        yield return Line(0, buffer.AsMemory(0, rest), overrun, longest);
    }

    private static LineFromEnd Line(long start, ReadOnlyMemory<byte> bytes, bool overrun, int longest) =>
        overrun || bytes.Length > longest ? new(start, default, true) : new(start, bytes, false);
}

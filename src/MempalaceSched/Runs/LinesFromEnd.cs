namespace MempalaceSched.Runs;

/// <summary>A line of a file, without its line feed.</summary>
/// <param name="Start">The position of the line in the file, in bytes.</param>
/// <param name="Bytes">
/// The content of the line, which is valid until the next line is read; empty if the line is too long.
/// </param>
/// <param name="IsTooLong">Whether the line exceeds the maximum length.</param>
internal readonly record struct LineFromEnd(long Start, ReadOnlyMemory<byte> Bytes, bool IsTooLong);

/// <summary>
/// Reads the lines of a file backwards, in blocks. The cost depends on how many lines are read, and memory use is the
/// same for ten lines and for a million.
/// </summary>
internal static class LinesFromEnd
{
    private const int Block = 64 * 1024;

    /// <summary>
    /// The lines, from the last to the first. A line feed at the end of the file does not begin a line.
    /// </summary>
    /// <param name="file">
    /// The file, which must be seekable. Lines that are appended in the meantime are not read.
    /// </param>
    /// <param name="block">The size of a block, in bytes.</param>
    /// <param name="longest">The maximum length of a line, in bytes. The content of a longer line is dropped.</param>
    public static IEnumerable<LineFromEnd> Read(Stream file, int block = Block, int longest = Block)
    {
        var position = file.Length;
        if (position == 0)
            yield break;
        var buffer = new byte[block + longest];
        var rest = 0; // the number of bytes in the buffer that belong to a line whose beginning is not read yet
        var overrun = false; // whether a part of that line was dropped
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

using System.Text;

namespace MempalaceSched.Runs;

/// <summary>
/// Reads the lines of a log as they are appended. A log that became shorter is read again from the start.
/// </summary>
/// <param name="path">The path of the log, which does not have to exist yet.</param>
/// <param name="start">The position at which to begin, in bytes.</param>
internal sealed class LogTail(string path, long start = 0)
{
    private const int Block = 64 * 1024;

    private readonly Decoder decoder = Encoding.UTF8.GetDecoder(); // keeps an incomplete character between two reads
    private readonly StringBuilder rest = new();
    private long position = start;

    /// <summary>Reads the last lines of a log, and the lines that are appended to it.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="lines">The number of lines. A line without a line feed at the end of the log counts.</param>
    public static LogTail FromEnd(string path, int lines)
    {
        try
        {
            using var file = Open(path);
            if (lines == 0)
                return new LogTail(path, file.Length);
            return new LogTail(path, LinesFromEnd.Read(file).Take(lines).Select(line => line.Start).LastOrDefault());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new LogTail(path);
        }
    }

    /// <summary>
    /// The lines that were completed since the last call. The log is read lazily, up to its current end.
    /// </summary>
    public IEnumerable<string> NewLines()
    {
        while (NewText() is { Length: > 0 } text)
        {
            var begin = 0;
            for (int end; (end = text.IndexOf('\n', begin)) >= 0; begin = end + 1)
            {
                rest.Append(text, begin, end - begin);
                yield return Take().TrimEnd('\r');
            }
            rest.Append(text, begin, text.Length - begin);
        }
    }

    /// <summary>
    /// The lines since the last call, including a last line without a line feed. Use it for a log that is complete.
    /// </summary>
    public IEnumerable<string> LastLines()
    {
        foreach (var line in NewLines())
            yield return line;
        if (rest.Length > 0)
            yield return Take();
    }

    private string Take()
    {
        var line = rest.ToString();
        rest.Clear();
        return line;
    }

    private string NewText()
    {
        try
        {
            using var file = Open(path);
            if (file.Length < position)
                StartOver();
            file.Seek(position, SeekOrigin.Begin);
            var bytes = new byte[Block];
            var characters = new char[Encoding.UTF8.GetMaxCharCount(Block)];
            for (int count; (count = file.Read(bytes)) > 0; )
            {
                position += count;
                if (decoder.GetChars(bytes, 0, count, characters, 0) is > 0 and var decoded)
                    return new string(characters, 0, decoded);
            }
            return "";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }

    private void StartOver()
    {
        position = 0;
        decoder.Reset();
        rest.Clear();
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}

using System.Text;

namespace MempalaceSched.Runs;

/// <summary>Gives the lines of a log as they are added. A log that has become shorter is read from its beginning again.</summary>
/// <param name="path">The log, which need not be there yet.</param>
/// <param name="start">Where to begin, in bytes.</param>
internal sealed class LogTail(string path, long start = 0)
{
    private const int Block = 64 * 1024;

    private readonly Decoder decoder = Encoding.UTF8.GetDecoder(); // keeps the half of a character that came last
    private readonly StringBuilder rest = new();
    private long position = start;

    /// <summary>The last lines of a log and all that is added to it, found from its end.</summary>
    /// <param name="path">The log.</param>
    /// <param name="lines">How many lines; one that nothing ends yet is one.</param>
    public static LogTail Of(string path, int lines)
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

    /// <summary>The lines that have come to an end since the last call. They are read as they are asked for, up to the end of the log.</summary>
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

    /// <summary>The lines since the last call, the last one too though nothing ends it: for a log that nobody writes any more.</summary>
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

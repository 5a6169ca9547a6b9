using System.Text;

namespace MempalaceSched.Mining;

/// <summary>Gives the lines of a log as they are added. A log that has become shorter is read from its beginning again.</summary>
internal sealed class LogTail(string path)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder(); // keeps the half of a character that came last
    private readonly StringBuilder rest = new();
    private long position;

    /// <summary>The lines that have come to an end since the last call.</summary>
    public IReadOnlyList<string> NewLines()
    {
        rest.Append(NewText());
        var lines = rest.ToString().Split('\n');
        rest.Clear().Append(lines[^1]);
        return [.. lines[..^1].Select(line => line.TrimEnd('\r'))];
    }

    /// <summary>The lines since the last call, the last one too though nothing ends it: for a log that nobody writes any more.</summary>
    public IReadOnlyList<string> LastLines()
    {
        var lines = NewLines();
        if (rest.Length == 0) return lines;
        var last = rest.ToString();
        rest.Clear();
        return [.. lines, last];
    }

    private string NewText()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length < position) StartOver();
            file.Seek(position, SeekOrigin.Begin);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            position += bytes.Length;
            var characters = new char[Encoding.UTF8.GetMaxCharCount((int)bytes.Length)];
            return new string(characters, 0, decoder.GetChars(bytes.GetBuffer(), 0, (int)bytes.Length, characters, 0));
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
}

namespace MempalaceSched.Mining;

/// <summary>Gives the lines of a log as they are added.</summary>
internal sealed class LogTail(string path)
{
    private long position;
    private string rest = "";

    /// <summary>The lines that have come to an end since the last call.</summary>
    public IReadOnlyList<string> NewLines()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(position, SeekOrigin.Begin);
            using var reader = new StreamReader(file);
            var text = rest + reader.ReadToEnd();
            position = file.Position;
            var lines = text.Split('\n');
            rest = lines[^1];
            return lines[..^1];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}

namespace MempalaceSched.Platform;

/// <summary>Words for a POSIX shell.</summary>
internal static class Shell
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,+@%";

    /// <summary>The value between single quotes, where a shell changes nothing; a quote in it is closed, escaped, opened again.</summary>
    public static string Quote(string value) => "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>A line that the text does not have, to end it as a here-document: a value may hold any line.</summary>
    public static string EndOf(string text)
    {
        var lines = text.Split('\n').ToHashSet(StringComparer.Ordinal);
        var end = "END_OF_INSIDE";
        while (lines.Contains(end))
            end += "_";
        return end;
    }

    /// <summary>The value as a person would type it: quoted only where it has to be.</summary>
    public static string Word(string value) => value.Length > 0 && value.All(Plain.Contains) ? value : Quote(value);
}

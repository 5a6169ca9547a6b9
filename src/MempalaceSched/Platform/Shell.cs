namespace MempalaceSched.Platform;

/// <summary>Quotes text for a POSIX shell.</summary>
internal static class Shell
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,+@%";

    /// <summary>
    /// The value in single quotes, in which a shell does not change anything. A single quote in the value becomes
    /// <c>'\''</c>.
    /// </summary>
    public static string Quote(string value) => "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>A line that the text does not contain, to end a here-document. A value can contain any line.</summary>
    public static string EndOf(string text)
    {
        var lines = text.Split('\n').ToHashSet(StringComparer.Ordinal);
        var end = "END_OF_INSIDE";
        while (lines.Contains(end))
            end += "_";
        return end;
    }

    /// <summary>The value as a user would type it: quoted only if necessary.</summary>
    public static string Word(string value) => value.Length > 0 && value.All(Plain.Contains) ? value : Quote(value);
}

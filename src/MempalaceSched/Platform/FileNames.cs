namespace MempalaceSched.Platform;

/// <summary>Lists files by their names.</summary>
internal static class FileNames
{
    private static readonly EnumerationOptions Options = new()
    {
        MatchCasing = MatchCasing.CaseSensitive, // also on macOS, because the names of schedules are lowercase
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>The paths of the files in a folder that match a pattern such as <c>*.json</c>.</summary>
    /// <param name="folder">The folder; it may be missing.</param>
    /// <param name="pattern">A file name with wildcards.</param>
    public static IEnumerable<string> In(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, Options) : [];
}

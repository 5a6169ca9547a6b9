namespace MempalaceSched.Platform;

/// <summary>Turns a path as a person types it into an absolute one.</summary>
internal static class AbsolutePath
{
    /// <summary>Replaces a leading <c>~</c>, makes the path absolute, and removes a slash at its end.</summary>
    /// <param name="path">The path, such as <c>~/vault</c>, <c>./palace</c> or <c>/srv/palace/</c>.</param>
    /// <param name="home">The home folder that <c>~</c> stands for.</param>
    /// <param name="currentFolder">The folder that relative paths start from.</param>
    public static string From(string path, string home, string currentFolder)
    {
        if (path is "~")
            path = home;
        else if (path.StartsWith("~/", StringComparison.Ordinal))
            path = Path.Combine(home, path[2..]);
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, currentFolder));
    }
}

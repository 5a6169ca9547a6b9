using System.Text.RegularExpressions;
using MempalaceSched.Platform;
using Microsoft.Extensions.FileSystemGlobbing;

namespace MempalaceSched.Schedulers;

/// <summary>Files of a folder that carry our mark.</summary>
internal static class MarkedFiles
{
    /// <param name="folder">The folder; it need not be there.</param>
    /// <param name="mark">What is written in a file of ours; its first group is the name of the schedule.</param>
    /// <param name="patterns">Globs of the names of the files.</param>
    public static IReadOnlyList<Trace> In(string folder, Regex mark, params string[] patterns)
    {
        if (!Directory.Exists(folder))
            return [];
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddIncludePatterns(patterns);
        return
        [
            .. matcher
                .GetResultsInFullPath(folder)
                .Order(StringComparer.Ordinal)
                .Select(path => Read(path, mark))
                .OfType<Trace>(),
        ];
    }

    private static Trace? Read(string path, Regex mark)
    {
        try
        {
            var text = File.ReadAllText(path);
            return mark.Match(text) is { Success: true } match && ScheduleName.IsValid(match.Groups[1].Value)
                ? new Trace(match.Groups[1].Value, path, text)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // gone just now, or not ours to read: then it is not ours
        }
    }
}

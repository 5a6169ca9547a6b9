using System.Text.RegularExpressions;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers;

/// <summary>Finds files that carry our mark.</summary>
internal static class MarkedFiles
{
    /// <param name="folder">The folder; it may be missing.</param>
    /// <param name="mark">Matches the mark; its first group is the name of the schedule.</param>
    /// <param name="patterns">Globs for the file names.</param>
    public static IReadOnlyList<MarkedArtefact> In(string folder, Regex mark, params string[] patterns) =>
        [
            .. patterns
                .SelectMany(pattern => FileNames.In(folder, pattern))
                .Order(StringComparer.Ordinal)
                .Select(path => Read(path, mark))
                .OfType<MarkedArtefact>(),
        ];

    private static MarkedArtefact? Read(string path, Regex mark)
    {
        try
        {
            var text = File.ReadAllText(path);
            return mark.Match(text) is { Success: true } match && ScheduleName.IsValid(match.Groups[1].Value)
                ? new MarkedArtefact(match.Groups[1].Value, path, text)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a file that was just deleted, or that this user cannot read, is not ours
        }
    }
}

using System.Text.Json;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using Microsoft.Extensions.FileSystemGlobbing;

namespace MempalaceSched.Schedules;

/// <summary>Reads the definitions of this user. Writing them is part of a plan.</summary>
internal sealed class DefinitionStore(StandardPaths paths)
{
    private static readonly Matcher Definitions = NewMatcher("*.json");

    /// <summary>The sorted names of all schedules that have a definition.</summary>
    public IReadOnlyList<string> Names() =>
        Directory.Exists(paths.Definitions)
            ?
            [
                .. Definitions
                    .GetResultsInFullPath(paths.Definitions)
                    .Select(Path.GetFileNameWithoutExtension)
                    .OfType<string>()
                    .Where(ScheduleName.IsValid)
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>The definition with a name; null if it does not exist.</summary>
    /// <exception cref="MempalaceException"><c>DefinitionUnreadable</c>.</exception>
    public ScheduleDefinition? Find(string name)
    {
        var path = paths.Definition(name);
        try
        {
            var definition = DefinitionFormat.Read(File.ReadAllText(path));
            return definition.Name == name
                ? definition
                : throw new JsonException($"it contains the name '{definition.Name}'");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e)
            when (e is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Error.DefinitionUnreadable(path, e);
        }
    }

    /// <summary>The definition with a name; null if it does not exist or cannot be read.</summary>
    public ScheduleDefinition? FindReadable(string name)
    {
        try
        {
            return Find(name);
        }
        catch (MempalaceException)
        {
            return null;
        }
    }

    private static Matcher NewMatcher(string pattern)
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern);
        return matcher;
    }
}

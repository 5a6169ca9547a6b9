using System.Text.Json;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>Reads the definitions of this user. Writing them is part of a plan.</summary>
internal sealed class DefinitionStore(StandardPaths paths)
{
    /// <summary>The names of all schedules that have a definition, in order.</summary>
    public IReadOnlyList<string> Names() =>
        [
            .. FileNames
                .In(paths.Definitions, "*.json")
                .Select(Path.GetFileNameWithoutExtension)
                .OfType<string>()
                .Where(ScheduleName.IsValid)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>One definition, null when there is none of that name.</summary>
    /// <exception cref="MempalaceException"><c>DefinitionUnreadable</c>.</exception>
    public ScheduleDefinition? Find(string name)
    {
        var path = paths.Definition(name);
        try
        {
            var definition = DefinitionFormat.Read(File.ReadAllText(path));
            return definition.Name == name
                ? definition
                : throw new JsonException($"it is named '{definition.Name}' inside");
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

    /// <summary>One definition; null when there is none of that name, and when it cannot be read.</summary>
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
}

using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>An installed schedule for another machine: what lies in the one home folder there lies in the other here.</summary>
internal static class MovedDefinition
{
    public static ScheduleDefinition Of(ScheduleDefinition definition, HostEnvironment target)
    {
        // All of its paths are in the container, which is none of that machine's matter.
        if (definition.Container is { } container)
            return definition with { Surroundings = new DefinitionBuilder(target).Surroundings(container) };
        var from = definition.Surroundings["HOME"].TrimEnd('/');
        return definition with
        {
            Command = [.. definition.Command.Select(Moved)],
            ArgumentList = [.. definition.ArgumentList.Select(Moved)],
            Palace = Moved(definition.Palace),
            Store = definition.Store is { } store ? store with { Path = Moved(store.Path) } : null,
            Environment = definition.Environment.ToDictionary(
                variable => variable.Key,
                variable => Moved(variable.Value)
            ),
            Surroundings = new DefinitionBuilder(target).Surroundings(null),
        };

        string Moved(string text) =>
            text == from ? target.Home
            : text.StartsWith(from + "/", StringComparison.Ordinal) ? target.Home + text[from.Length..]
            : text;
    }
}

using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>An installed schedule for another machine or home folder: paths below the old home move to the new one.</summary>
internal static class MovedDefinition
{
    /// <summary>The definition as it would be on the target machine.</summary>
    public static ScheduleDefinition For(ScheduleDefinition definition, HostEnvironment target)
    {
        var environment = new DefinitionBuilder(target).CaptureEnvironment(definition.Container);
        // The other paths of a schedule in a container are paths inside, so they stay.
        if (definition.Container is not null)
            return definition with { Surroundings = environment };
        var oldHome = definition.Surroundings["HOME"].TrimEnd('/');
        return definition with
        {
            Command = [.. definition.Command.Select(Move)],
            ArgumentList = [.. definition.ArgumentList.Select(Move)],
            Palace = Move(definition.Palace),
            Store = definition.Store is { } store ? store with { Path = Move(store.Path) } : null,
            Environment = definition.Environment.ToDictionary(
                variable => variable.Key,
                variable => Move(variable.Value)
            ),
            Surroundings = environment,
        };

        string Move(string text) =>
            text == oldHome ? target.Home
            : text.StartsWith(oldHome + "/", StringComparison.Ordinal) ? target.Home + text[oldHome.Length..]
            : text;
    }
}

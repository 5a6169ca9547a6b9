using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>
/// Converts the definition of an installed schedule for another machine or home folder. Paths below the old home folder
/// become paths below the new one.
/// </summary>
internal static class MovedDefinition
{
    /// <summary>The definition as it would be on the target machine.</summary>
    public static ScheduleDefinition For(ScheduleDefinition definition, HostEnvironment target)
    {
        var environment = new DefinitionBuilder(target).CaptureEnvironment(
            definition.Container,
            SourceCatalog.For(definition.Source)
        );
        // The other paths of a schedule in a container are paths in the container, so they do not change.
        if (definition.Container is not null)
            return definition with { CapturedEnvironment = environment };
        var oldHome = definition.CapturedEnvironment["HOME"].TrimEnd('/');
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
            CapturedEnvironment = environment,
        };

        string Move(string text) =>
            text == oldHome ? target.Home
            : text.StartsWith(oldHome + "/", StringComparison.Ordinal) ? target.Home + text[oldHome.Length..]
            : text;
    }
}

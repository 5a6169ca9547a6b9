using System.Text.Json;
using System.Text.Json.Serialization;
using MempalaceSched.Calendars;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>Converts a definition to the text of its file, and back.</summary>
internal static class DefinitionFormat
{
    /// <summary>How a file is read.</summary>
    public static JsonSerializerOptions Options { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        };

    /// <summary>The text of a definition.</summary>
    public static string Write(ScheduleDefinition definition) => DefinitionWriter.Write(definition) + "\n";

    /// <summary>The definition in a text. Files can be edited by hand, so every value is checked.</summary>
    /// <exception cref="JsonException">The text is not a valid definition.</exception>
    public static ScheduleDefinition Read(string text)
    {
        var definition =
            JsonSerializer.Deserialize<ScheduleDefinition>(text, Options) ?? throw new JsonException("it is null");
        if (definition.Version != 1)
            throw new JsonException(
                $"its version {definition.Version} is unknown, because a newer version of MempalaceSched wrote it"
            );
        CheckIdentity(definition);
        CheckContainer(definition.Container);
        CheckCommand(definition);
        CheckHook("onFailure", definition.OnFailure);
        CheckHook("onSuccess", definition.OnSuccess);
        CheckVariables("environment", definition.Environment);
        CheckVariables("surroundings", definition.CapturedEnvironment);
        if (!definition.CapturedEnvironment.ContainsKey("HOME") || !definition.CapturedEnvironment.ContainsKey("PATH"))
            throw new JsonException("HOME or PATH is missing in its surroundings");
        return definition;
    }

    private static void CheckIdentity(ScheduleDefinition definition)
    {
        if (!ScheduleName.IsValid(definition.Name ?? ""))
            throw new JsonException($"'{definition.Name}' is not a valid schedule name");
        if (definition.Scheduler == SchedulerKind.Auto)
            throw new JsonException("its scheduler is Auto, which an installed schedule cannot have");
        try
        {
            Recurrence.Parse(definition.At ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static void CheckContainer(ContainerTarget? container)
    {
        if (container is null)
            return;
        if (!ContainerTarget.IsName(container.Name ?? ""))
            throw new JsonException($"'{container.Name}' is not a valid container name");
        if (container.User is { } user && !ContainerTarget.IsUser(user))
            throw new JsonException($"'{user}' is not a valid user");
        if (!Path.IsPathRooted(container.Engine ?? ""))
            throw new JsonException("the engine of its container is not an absolute path");
    }

    private static void CheckCommand(ScheduleDefinition definition)
    {
        if (definition.Command is null or [] || definition.Command.Contains(null!))
            throw new JsonException("its command is empty, or contains null");
        if (definition.ArgumentList is null || definition.ArgumentList.Contains(null!))
            throw new JsonException("its argumentList contains null");
        if (string.IsNullOrEmpty(definition.Palace))
            throw new JsonException("its palace is empty");
        if (definition.Store is { Path: null or "" })
            throw new JsonException("its store has no path");
        if (definition.Store is null && definition.MineCommand.Shape == CommandShape.MempalaceMine)
            throw new JsonException($"it has no store, and the source {definition.Source} needs one");
    }

    private static void CheckHook(string what, IReadOnlyList<string>? words)
    {
        if (words is null || words.Contains(null!) || words is ["", ..])
            throw new JsonException($"its {what} has no program, or contains null");
    }

    private static void CheckVariables(string what, IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null || variables.Values.Contains(null!))
            throw new JsonException($"its {what} is missing, or contains null");
        foreach (var name in variables.Keys)
        {
            if (!VariableName.IsValid(name))
                throw new JsonException($"'{name}' in its {what} is not a valid variable name");
            if (VariableName.IsReserved(name))
                throw new JsonException($"'{name}' in its {what} is a variable that a shell sets itself");
        }
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MempalaceSched.Calendars;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>A definition as the text of its file, and back.</summary>
internal static class DefinitionFormat
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file for people, never part of a page
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    public static string Write(ScheduleDefinition definition) => JsonSerializer.Serialize(definition, Options) + "\n";

    /// <exception cref="JsonException">The text is not a definition that can be worked with.</exception>
    public static ScheduleDefinition Read(string text)
    {
        var definition =
            JsonSerializer.Deserialize<ScheduleDefinition>(text, Options) ?? throw new JsonException("it is null");
        if (definition.Version != 1)
            throw new JsonException(
                $"version {definition.Version} is not known; it was written by a newer MempalaceSched"
            );
        CheckIdentity(definition);
        CheckContainer(definition.Container);
        CheckCommand(definition);
        CheckHook("onFailure", definition.OnFailure);
        CheckHook("onSuccess", definition.OnSuccess);
        CheckVariables("environment", definition.Environment);
        CheckVariables("surroundings", definition.Surroundings);
        if (!definition.Surroundings.ContainsKey("HOME") || !definition.Surroundings.ContainsKey("PATH"))
            throw new JsonException("its surroundings lack HOME or PATH");
        return definition;
    }

    private static void CheckIdentity(ScheduleDefinition definition)
    {
        if (!ScheduleName.IsValid(definition.Name ?? ""))
            throw new JsonException($"'{definition.Name}' is not a schedule name");
        if (definition.Scheduler == SchedulerKind.Auto)
            throw new JsonException("its scheduler is Auto, which is none");
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
            throw new JsonException($"'{container.Name}' is not the name of a container");
        if (container.User is { } user && !ContainerTarget.IsUser(user))
            throw new JsonException($"'{user}' is not a user of a container");
        if (!Path.IsPathRooted(container.Engine ?? ""))
            throw new JsonException("its container has no engine by absolute path");
    }

    private static void CheckCommand(ScheduleDefinition definition)
    {
        if (definition.Command is null or [] || definition.Command.Contains(null!))
            throw new JsonException("its command is empty, or has an empty word");
        if (definition.ArgumentList is null || definition.ArgumentList.Contains(null!))
            throw new JsonException("its argumentList has an empty word");
        if (string.IsNullOrEmpty(definition.Palace))
            throw new JsonException("its palace is empty");
        if (definition.Store is { Path: null or "" })
            throw new JsonException("its store has no path");
        if (definition.Store is null && SourceCatalog.Of(definition.Source).Shape == CommandShape.MempalaceMine)
            throw new JsonException($"it has no store, and the source {definition.Source} needs one");
    }

    private static void CheckHook(string what, IReadOnlyList<string>? words)
    {
        if (words is null || words.Contains(null!) || words is ["", ..])
            throw new JsonException($"its {what} has no program, or an empty word");
    }

    private static void CheckVariables(string what, IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null || variables.Values.Contains(null!))
            throw new JsonException($"its {what} have an empty value");
        foreach (var name in variables.Keys)
            if (!VariableName.IsValid(name))
                throw new JsonException($"'{name}' in its {what} is not the name of a variable");
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MempalaceSched.Scheduling;

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

    /// <exception cref="JsonException">The text is not a definition.</exception>
    public static ScheduleDefinition Read(string text)
    {
        var definition = JsonSerializer.Deserialize<ScheduleDefinition>(text, Options) ?? throw new JsonException("it is null");
        if (definition.Version != 1) throw new JsonException($"version {definition.Version} is not known; it was written by a newer MempalaceSched");
        if (!ScheduleName.IsValid(definition.Name)) throw new JsonException($"'{definition.Name}' is not a schedule name");
        if (definition.Command.Count == 0) throw new JsonException("its command is empty");
        try
        {
            Recurrence.Parse(definition.At);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
        return definition;
    }
}

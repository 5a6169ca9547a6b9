using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MempalaceSched.Schedules;

/// <summary>Writes a definition as JSON, exactly as the serializer would.</summary>
/// <remarks>
/// .NET has to compile more than 300 methods for the first object of a serializer, which is a large part of the first
/// install in a new PowerShell. This class follows the same attributes, so a new setting needs no change here unless
/// its type is new.
/// </remarks>
internal static class DefinitionWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        // People read this file, and it is never part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The JSON text of a definition.</summary>
    public static string Write(ScheduleDefinition definition)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Options))
            WriteObject(writer, definition);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void WriteObject(Utf8JsonWriter writer, object item)
    {
        writer.WriteStartObject();
        foreach (
            var property in item.GetType()
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(IsWritten)
                .OrderBy(Order)
        )
        {
            if (property.GetValue(item) is not { } value)
                continue;
            writer.WritePropertyName(Name(property));
            WriteValue(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                break;
            case TimeSpan or Enum:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case IReadOnlyList<string> words:
                writer.WriteStartArray();
                foreach (var word in words)
                    writer.WriteStringValue(word);
                writer.WriteEndArray();
                break;
            case IReadOnlyDictionary<string, string> variables:
                writer.WriteStartObject();
                foreach (var (name, text) in variables)
                    writer.WriteString(name, text);
                writer.WriteEndObject();
                break;
            default:
                if (value.GetType().Assembly != typeof(DefinitionWriter).Assembly)
                    throw new NotSupportedException($"DefinitionWriter has no case for {value.GetType()}.");
                WriteObject(writer, value);
                break;
        }
    }

    private static bool IsWritten(PropertyInfo property) => !property.IsDefined(typeof(JsonIgnoreAttribute));

    private static int Order(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyOrderAttribute>()?.Order ?? 0;

    private static string Name(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}

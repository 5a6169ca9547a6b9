using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;
using System.Text.Json;

namespace MempalaceSched.Host;

/// <summary>Writes any object as a JSON value.</summary>
internal static class JsonValue
{
    // Deep enough for any object that is data; a graph of live .NET objects has no bottom.
    private const int MaximumDepth = 8;

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, object? value) => Write(writer, value, []);

    private static void Write(Utf8JsonWriter writer, object? value, Stack<object> parents)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (TryWriteScalar(writer, plain))
            return;

        // A custom object's base is one empty marker that all of them share; the wrapper is what has the identity.
        object identity = plain is PSCustomObject ? value! : plain!;
        if (parents.Count >= MaximumDepth || parents.Any(parent => ReferenceEquals(parent, identity)))
        {
            writer.WriteStringValue(Text(value!));
            return;
        }

        parents.Push(identity);
        switch (plain)
        {
            case IDictionary dictionary:
                WriteDictionary(writer, dictionary, parents);
                break;
            case IEnumerable sequence:
                WriteSequence(writer, sequence, parents);
                break;
            default:
                WriteProperties(writer, PSObject.AsPSObject(value!), parents);
                break;
        }

        parents.Pop();
    }

    private static bool TryWriteScalar(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                writer.WriteNullValue();
                return true;
            case string text:
                writer.WriteStringValue(text);
                return true;
            case bool flag:
                writer.WriteBooleanValue(flag);
                return true;
            case SwitchParameter given:
                writer.WriteBooleanValue(given.IsPresent);
                return true;
            default:
                return TryWriteNumber(writer, value) || TryWriteAsText(writer, value);
        }
    }

    private static bool TryWriteNumber(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case Enum:
                return false;
            case sbyte or short or int or long or byte or ushort:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                return true;
            case uint or ulong:
                writer.WriteNumberValue(Convert.ToUInt64(value, CultureInfo.InvariantCulture));
                return true;
            case decimal number:
                writer.WriteNumberValue(number);
                return true;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                return true;
            case float number when float.IsFinite(number):
                writer.WriteNumberValue(number);
                return true;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                return true;
            default:
                return false;
        }
    }

    private static bool TryWriteAsText(Utf8JsonWriter writer, object value)
    {
        string? text = value switch
        {
            DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
            DateTime time => IsoTime(time),
            DateOnly or TimeOnly => ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            Enum or char or double or float or Guid or Uri or Version or SemanticVersion or CultureInfo => Invariant(
                value
            ),
            // Doors into the runtime rather than data.
            MemberInfo or Module or Assembly or Delegate or ScriptBlock or nint or nuint => Invariant(value),
            _ => null,
        };
        if (text is null)
            return false;
        writer.WriteStringValue(text);
        return true;
    }

    // A time of unspecified kind is local time, as everywhere in PowerShell; at the ends of time no offset can be applied.
    private static string IsoTime(DateTime time)
    {
        try
        {
            return new DateTimeOffset(time).ToString("o", CultureInfo.InvariantCulture);
        }
        catch (ArgumentOutOfRangeException)
        {
            return new DateTimeOffset(time.Ticks, TimeSpan.Zero).ToString("o", CultureInfo.InvariantCulture);
        }
    }

    private static void WriteDictionary(Utf8JsonWriter writer, IDictionary dictionary, Stack<object> parents)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            writer.WritePropertyName(Invariant(entry.Key));
            Write(writer, entry.Value, parents);
        }

        writer.WriteEndObject();
    }

    private static void WriteSequence(Utf8JsonWriter writer, IEnumerable sequence, Stack<object> parents)
    {
        writer.WriteStartArray();
        foreach (object? item in sequence)
            Write(writer, item, parents);
        writer.WriteEndArray();
    }

    private static void WriteProperties(Utf8JsonWriter writer, PSObject item, Stack<object> parents)
    {
        writer.WriteStartObject();
        foreach (PSPropertyInfo property in item.Properties)
        {
            if (!property.IsGettable)
                continue;
            writer.WritePropertyName(property.Name);
            Write(writer, ValueOf(property), parents);
        }

        writer.WriteEndObject();
    }

    // A property that cannot be read has no value, as in the engine's own formatting.
    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static string Text(object value)
    {
        try
        {
            return value.ToString() ?? "";
        }
        catch (Exception failure)
            when (failure is ExtendedTypeSystemException or InvalidOperationException or NotSupportedException)
        {
            return "";
        }
    }

    private static string Invariant(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

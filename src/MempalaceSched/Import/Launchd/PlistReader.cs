using System.Globalization;
using System.Xml;

namespace MempalaceSched.Import.Launchd;

/// <summary>
/// Reads a property list in XML. Values are dictionaries, lists, strings, <see cref="long"/> or <see cref="bool"/>. The
/// document type is ignored, so that a file cannot refer to another file or to the network.
/// </summary>
internal static class PlistReader
{
    /// <summary>Reads a property list whose root is a dictionary.</summary>
    /// <exception cref="NotUnderstoodException">
    /// The text is not such a property list, or it contains another kind of value.
    /// </exception>
    public static IReadOnlyDictionary<string, object> Read(string text)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text),
                new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Ignore,
                    XmlResolver = null,
                    IgnoreComments = true,
                    IgnoreProcessingInstructions = true,
                }
            );
            reader.ReadToFollowing("plist");
            reader.ReadStartElement("plist");
            return Value(reader) as IReadOnlyDictionary<string, object>
                ?? throw new NotUnderstoodException("its property list is not a dictionary");
        }
        catch (XmlException e)
        {
            throw new NotUnderstoodException($"it is not a property list in XML ({e.Message.TrimEnd('.')})");
        }
    }

    private static object Value(XmlReader reader)
    {
        if (reader.MoveToContent() != XmlNodeType.Element)
            throw new NotUnderstoodException("its property list lacks a value");
        switch (reader.Name)
        {
            case "dict":
                return Dictionary(reader);
            case "array":
                return List(reader);
            case "string":
                return reader.ReadElementContentAsString();
            case "integer":
                var number = reader.ReadElementContentAsString().Trim();
                return long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw new NotUnderstoodException($"'{number}' is not a number");
            case "true" or "false":
                var flag = reader.Name == "true";
                reader.Skip();
                return flag;
            default:
                throw new NotUnderstoodException($"its property list contains <{reader.Name}>, which is not supported");
        }
    }

    private static Dictionary<string, object> Dictionary(XmlReader reader)
    {
        var entries = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var _ in Children(reader))
        {
            if (reader.Name != "key")
                throw new NotUnderstoodException($"its property list contains <{reader.Name}> instead of a key");
            var key = reader.ReadElementContentAsString();
            if (!entries.TryAdd(key, Value(reader)))
                throw new NotUnderstoodException($"it has the key {key} twice");
        }
        return entries;
    }

    private static List<object> List(XmlReader reader)
    {
        var entries = new List<object>();
        foreach (var _ in Children(reader))
            entries.Add(Value(reader));
        return entries;
    }

    /// <summary>Moves the reader to each child of an element. The caller must read each child.</summary>
    private static IEnumerable<int> Children(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            reader.Skip();
            yield break;
        }
        reader.ReadStartElement();
        for (var count = 0; reader.MoveToContent() != XmlNodeType.EndElement; count++)
        {
            if (reader.EOF)
                throw new NotUnderstoodException("its property list is incomplete");
            yield return count;
        }
        reader.ReadEndElement();
    }
}

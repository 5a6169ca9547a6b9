using System.Globalization;
using System.Xml;

namespace MempalaceSched.Import;

/// <summary>
/// Reads a property list in XML: dictionaries, lists, strings, <see cref="long"/> and <see cref="bool"/>. What a document type says is passed
/// over, and nothing outside of the text is looked at.
/// </summary>
internal static class PlistReader
{
    /// <exception cref="NotUnderstoodException">It is none, or has something of another kind in it.</exception>
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
                ?? throw new NotUnderstoodException("it is no dictionary");
        }
        catch (XmlException e)
        {
            throw new NotUnderstoodException($"it is no property list in XML ({e.Message.TrimEnd('.')})");
        }
    }

    private static object Value(XmlReader reader)
    {
        if (reader.MoveToContent() != XmlNodeType.Element)
            throw new NotUnderstoodException("a value is missing in it");
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
                    : throw new NotUnderstoodException($"'{number}' is no number");
            case "true" or "false":
                var flag = reader.Name == "true";
                reader.Skip();
                return flag;
            default:
                throw new NotUnderstoodException($"it has a value of the kind <{reader.Name}>");
        }
    }

    private static Dictionary<string, object> Dictionary(XmlReader reader)
    {
        var entries = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var _ in Children(reader))
        {
            if (reader.Name != "key")
                throw new NotUnderstoodException($"it has <{reader.Name}> in the place of a key");
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

    /// <summary>Stands before each child of an element; whoever takes them reads each of them.</summary>
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
                throw new NotUnderstoodException("it breaks off");
            yield return count;
        }
        reader.ReadEndElement();
    }
}

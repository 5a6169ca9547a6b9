using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MempalaceSched.HelpBuilder;

/// <summary>Reads the doc comments of assemblies.</summary>
/// <param name="paths">The XML files that the compiler has written.</param>
internal sealed partial class CodeComments(IEnumerable<string> paths)
{
    private readonly Dictionary<string, XElement> summaries = paths
        .SelectMany(path => XDocument.Load(path).Descendants("member"))
        .Where(member => member.Element("summary") is not null)
        // The compiler adds types with the same names to each assembly.
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    /// <summary>The paragraphs of a type's summary that have a given kind.</summary>
    /// <param name="type">The type.</param>
    /// <param name="kind"><c>synopsis</c> or <c>description</c>.</param>
    public string[] Paragraphs(Type type, string kind) =>
        summaries.TryGetValue($"T:{type.FullName}", out var summary)
            ? [.. summary.Elements("para").Where(para => para.Attribute("type")?.Value == kind).Select(Text)]
            : [];

    /// <summary>The examples in the summary of a type.</summary>
    public CmdletExample[] Examples(Type type) =>
        summaries.TryGetValue($"T:{type.FullName}", out var summary)
            ?
            [
                .. summary
                    .Elements("example")
                    .Select(example => new CmdletExample(
                        Text(example.Element("code")!),
                        string.Join(' ', example.Elements("para").Select(Text))
                    )),
            ]
            : [];

    /// <summary>The summary of a property of a type or of its base types; empty if there is none.</summary>
    public string Property(Type type, string name)
    {
        for (var each = type; each is not null; each = each.BaseType)
            if (summaries.TryGetValue($"P:{each.FullName}.{name}", out var summary))
                return Text(summary);
        return "";
    }

    /// <summary>The values of an enumeration with their summaries; empty for other types.</summary>
    public IReadOnlyList<(string Name, string Meaning)> Values(Type type) =>
        !type.IsEnum
            ? []
            :
            [
                .. Enum.GetNames(type)
                    .Select(name =>
                        (name, summaries.TryGetValue($"F:{type.FullName}.{name}", out var summary) ? Text(summary) : "")
                    ),
            ];

    /// <summary>The text of an element on one line. A reference becomes the name of its target.</summary>
    private static string Text(XElement element) =>
        Blanks()
            .Replace(
                string.Concat(
                    element
                        .Nodes()
                        .Select(node =>
                            node switch
                            {
                                XText text => text.Value,
                                XElement { Name.LocalName: "see" or "paramref" } reference => (
                                    reference.Attribute("cref") ?? reference.Attribute("name")
                                )!.Value.Split('.', ':')[^1],
                                XElement other => Text(other),
                                _ => "",
                            }
                        )
                ),
                " "
            )
            .Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

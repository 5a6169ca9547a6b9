using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MempalaceSched.HelpBuilder;

/// <summary>The doc comments of an assembly, as the compiler writes them to a file.</summary>
internal sealed partial class CodeComments(string path)
{
    private readonly Dictionary<string, XElement> summaries = XDocument
        .Load(path)
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    /// <summary>The summary of a type as paragraphs of a kind: <c>synopsis</c> or <c>description</c>.</summary>
    public string[] Paragraphs(Type type, string kind) =>
        summaries.TryGetValue($"T:{type.FullName}", out var summary)
            ? [.. summary.Elements("para").Where(para => para.Attribute("type")?.Value == kind).Select(Text)]
            : [];

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

    /// <summary>The summary of a property, of the type itself or of one that it derives from.</summary>
    public string Property(Type type, string name)
    {
        for (var each = type; each is not null; each = each.BaseType)
            if (summaries.TryGetValue($"P:{each.FullName}.{name}", out var summary))
                return Text(summary);
        return "";
    }

    /// <summary>The values of an enumeration with their meanings.</summary>
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

    /// <summary>Text on one line; references become the names that they refer to.</summary>
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

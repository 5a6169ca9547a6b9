using System.Xml.Linq;

namespace MempalaceSched.HelpBuilder;

/// <summary>Writes help in MAML, the XML format that Get-Help reads for compiled cmdlets.</summary>
internal static class Maml
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help file of a module.</summary>
    public static XDocument From(IEnumerable<CmdletHelp> cmdlets) =>
        new(new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(From)));

    private static XElement From(CmdletHelp cmdlet)
    {
        var verbAndNoun = cmdlet.Name.Split('-');
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Text),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", verbAndNoun[0]),
                new XElement(Command + "noun", verbAndNoun[1]),
                Description(cmdlet.Synopsis)
            ),
            Description(cmdlet.Description),
            new XElement(
                Command + "syntax",
                cmdlet.Syntaxes.Select(syntax => new XElement(
                    Command + "syntaxItem",
                    new XElement(Text + "name", cmdlet.Name),
                    syntax.Parameters.Select(Parameter)
                ))
            ),
            new XElement(Command + "parameters", cmdlet.Parameters.Select(Parameter)),
            new XElement(
                Command + "inputTypes",
                cmdlet.Inputs.Select(type => new XElement(Command + "inputType", TypeOf(type)))
            ),
            new XElement(
                Command + "returnValues",
                cmdlet.Outputs.Select(type => new XElement(Command + "returnValue", TypeOf(type)))
            ),
            new XElement(
                Command + "examples",
                cmdlet.Examples.Select(
                    (example, i) =>
                        new XElement(
                            Command + "example",
                            new XElement(
                                Text + "title",
                                $"-------------------------- Example {i + 1} --------------------------"
                            ),
                            new XElement(Dev + "code", example.Code),
                            new XElement(Dev + "remarks", new XElement(Text + "para", example.Remarks))
                        )
                )
            )
        );
    }

    private static XElement Parameter(CmdletParameter parameter) =>
        new(
            Command + "parameter",
            new XAttribute("required", parameter.Required ? "true" : "false"),
            new XAttribute("variableLength", parameter.IsArray ? "true" : "false"),
            new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", parameter.PipelineInput),
            new XAttribute("position", parameter.Position),
            new XAttribute("aliases", parameter.Aliases.Length > 0 ? string.Join(", ", parameter.Aliases) : "none"),
            new XElement(Text + "name", parameter.Name),
            Description([
                parameter.Description,
                .. parameter.Values.Select(value => $"- {value.Name}: {value.Meaning}"),
            ]),
            parameter.IsSwitch
                ? null
                : new XElement(
                    Command + "parameterValue",
                    new XAttribute("required", "true"),
                    new XAttribute("variableLength", parameter.IsArray ? "true" : "false"),
                    parameter.Type
                ),
            TypeOf(parameter.TypeName),
            new XElement(Dev + "defaultValue", parameter.IsSwitch ? "False" : parameter.Default)
        );

    private static XElement Description(IEnumerable<string> paragraphs) =>
        new(Text + "description", paragraphs.Select(text => new XElement(Text + "para", text)));

    private static XElement TypeOf(string name) =>
        new(Dev + "type", new XElement(Text + "name", name), new XElement(Text + "uri"));
}

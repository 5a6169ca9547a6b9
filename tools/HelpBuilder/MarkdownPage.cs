using System.Text;

namespace MempalaceSched.HelpBuilder;

/// <summary>Help as a page to read in the repository.</summary>
internal static class MarkdownPage
{
    public static string Of(CmdletHelp cmdlet)
    {
        var text = new StringBuilder(
            $"<!-- Made from the doc comments by tools/HelpBuilder: change those. -->\n# {cmdlet.Name}\n\n{cmdlet.Synopsis[0]}\n\n"
        );
        text.Append(
            $"## Syntax\n\n```powershell\n{string.Join("\n\n", cmdlet.Syntaxes.Select(syntax => syntax.Text))}\n```\n\n"
        );
        text.Append($"## Description\n\n{string.Join("\n\n", cmdlet.Description)}\n\n## Examples\n\n");
        foreach (var example in cmdlet.Examples)
            text.Append($"```powershell\n{example.Code}\n```\n\n{example.Remarks}\n\n");
        text.Append("## Parameters\n\n");
        foreach (var parameter in cmdlet.Parameters)
            Append(text, parameter);
        text.Append(
            $"## Input and output\n\nTakes {Types(cmdlet.Inputs)} from the pipeline and writes {Types(cmdlet.Outputs)}.\n"
        );
        return text.ToString();
    }

    private static void Append(StringBuilder text, CmdletParameter parameter)
    {
        text.Append($"### -{parameter.Name} {(parameter.IsSwitch ? "" : $"`<{parameter.Type}>`")}".TrimEnd())
            .Append($"\n\n{parameter.Description}\n\n");
        foreach (var (name, meaning) in parameter.Values)
            text.Append($"- `{name}`: {meaning}\n");
        if (parameter.Values.Count > 0)
            text.Append('\n');
        string[] facts =
        [
            .. parameter.Required ? ["Required"] : Array.Empty<string>(),
            .. parameter.Position != "named" ? [$"position {parameter.Position}"] : Array.Empty<string>(),
            .. parameter.Default != "None" ? [$"default `{parameter.Default}`"] : Array.Empty<string>(),
            .. parameter.Wildcards ? ["wildcards are allowed"] : Array.Empty<string>(),
            .. parameter.PipelineInput != "False"
                ? [$"from the pipeline: {parameter.PipelineInput[6..^1]}"]
                : Array.Empty<string>(),
            .. parameter.Aliases.Length > 0 ? [$"alias {string.Join(", ", parameter.Aliases)}"] : Array.Empty<string>(),
        ];
        if (facts.Length > 0)
            text.Append($"{char.ToUpperInvariant(facts[0][0])}{string.Join("; ", facts)[1..]}.\n\n");
    }

    private static string Types(string[] types) =>
        types.Length == 0 || types is ["System.Void"]
            ? "nothing"
            : string.Join(" or ", types.Select(type => $"`{type}`"));
}

namespace MempalaceSched.HelpBuilder;

/// <summary>The content of the help of a cmdlet.</summary>
internal sealed record CmdletHelp(
    string Name,
    string[] Synopsis,
    string[] Description,
    IReadOnlyList<CmdletSyntax> Syntaxes,
    IReadOnlyList<CmdletParameter> Parameters,
    string[] Inputs,
    string[] Outputs,
    CmdletExample[] Examples
)
{
    /// <summary>Messages about the parts that are missing in the doc comments.</summary>
    public IEnumerable<string> Gaps =>
        [
            .. Synopsis.Length == 1 ? Array.Empty<string>() : [$"{Name} does not have exactly one synopsis"],
            .. Description.Length > 0 ? Array.Empty<string>() : [$"{Name} has no description"],
            .. Examples.Length > 0 ? Array.Empty<string>() : [$"{Name} has no example"],
            .. Examples
                .Where(example => example.Remarks.Length == 0)
                .Select(example => $"{Name}: the example '{example.Code}' has no explanation"),
            .. Parameters
                .Where(parameter => parameter.Description.Length == 0)
                .Select(parameter => $"{Name} -{parameter.Name} has no description"),
        ];
}

/// <summary>An example: the command and its explanation.</summary>
internal sealed record CmdletExample(string Code, string Remarks);

/// <summary>A parameter set of a cmdlet, with its syntax as text.</summary>
internal sealed record CmdletSyntax(IReadOnlyList<CmdletParameter> Parameters, string Text);

/// <summary>A parameter, in one parameter set or in all of them.</summary>
internal sealed record CmdletParameter(
    string Name,
    string Type,
    string TypeName,
    string Description,
    bool IsSwitch,
    bool IsArray,
    bool Required,
    string Position,
    string PipelineInput,
    bool Wildcards,
    string[] Aliases,
    string Default,
    IReadOnlyList<(string Name, string Meaning)> Values
);

namespace MempalaceSched.HelpBuilder;

/// <summary>All that the help of a cmdlet says.</summary>
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
    /// <summary>What the comments do not say, though they should.</summary>
    public IEnumerable<string> Gaps =>
        [
            .. Synopsis.Length == 1 ? Array.Empty<string>() : [$"{Name} has no synopsis, or several"],
            .. Description.Length > 0 ? Array.Empty<string>() : [$"{Name} has no description"],
            .. Examples.Length > 0 ? Array.Empty<string>() : [$"{Name} has no example"],
            .. Examples
                .Where(example => example.Remarks.Length == 0)
                .Select(example => $"{Name}: the example '{example.Code}' is not explained"),
            .. Parameters
                .Where(parameter => parameter.Description.Length == 0)
                .Select(parameter => $"{Name} -{parameter.Name} has no description"),
        ];
}

/// <summary>An example: what is typed, and what comes of it.</summary>
internal sealed record CmdletExample(string Code, string Remarks);

/// <summary>One way to call a cmdlet.</summary>
internal sealed record CmdletSyntax(IReadOnlyList<CmdletParameter> Parameters, string Text);

/// <summary>A parameter, in one way to call it or in all.</summary>
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

using System.Collections;
using System.Management.Automation.Language;
using System.Management.Automation;
using MempalaceSched.Templates;

namespace MempalaceSched.Commands;

/// <summary>Completes the names of templates.</summary>
public sealed class TemplateNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        TemplateSource
            .Names.Where(name => name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
}

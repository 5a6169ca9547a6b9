using System.Collections;
using System.Management.Automation.Language;
using System.Management.Automation;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>Completes the names of schedules, and of those that have left a history.</summary>
public sealed class MinedNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        var paths = new StandardPaths(HostEnvironment.Current());
        return new RunHistory(paths)
            .NamesWith(new DefinitionStore(paths).Names())
            .Where(name => name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
    }
}

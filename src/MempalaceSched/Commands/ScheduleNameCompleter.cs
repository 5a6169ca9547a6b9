using System.Collections;
using System.Management.Automation.Language;
using System.Management.Automation;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>Completes the names of installed schedules.</summary>
public sealed class ScheduleNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        new DefinitionStore(new StandardPaths(HostEnvironment.Current()))
            .Names()
            .Where(name => name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
}

using System.Collections;
using System.Management.Automation.Language;
using System.Management.Automation;

namespace MempalaceSched.Commands;

/// <summary>Names the engines that are known.</summary>
public sealed class ContainerEngineCompleter : IArgumentCompleter
{
    private static readonly string[] Engines = ["docker", "podman"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        Engines
            .Where(engine => engine.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(engine => new CompletionResult(engine));
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>Completes the names of the backups of a schedule's palace, the newest first.</summary>
public sealed class BackupNameCompleter : IArgumentCompleter
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
        var definitions = new DefinitionStore(new StandardPaths(HostEnvironment.Current()));
        var given = fakeBoundParameters["Name"]?.ToString();
        var names = definitions
            .Names()
            .Where(name => given is null || name == given)
            .Select(definitions.FindReadable)
            .OfType<ScheduleDefinition>()
            .Where(definition => definition.Container is null)
            .SelectMany(definition => PalaceBackups.Read(definition.Palace))
            .Select(backup => backup.Name)
            .Distinct();
        return Completion.ThatStartWith(wordToComplete, names);
    }
}

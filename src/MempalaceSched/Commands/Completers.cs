using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

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
    )
    {
        var paths = new StandardPaths(HostEnvironment.Current());
        return Completion.ThatStartWith(wordToComplete, new DefinitionStore(paths).Names());
    }
}

/// <summary>Completes the names of schedules that have a history, installed or removed.</summary>
public sealed class HistoryNameCompleter : IArgumentCompleter
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
        var names = new RunHistory(paths).NamesWith(new DefinitionStore(paths).Names());
        return Completion.ThatStartWith(wordToComplete, names);
    }
}

/// <summary>Completes container engines.</summary>
public sealed class ContainerEngineCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) => Completion.ThatStartWith(wordToComplete, ["docker", "podman"]);
}

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
    ) => Completion.ThatStartWith(wordToComplete, TemplateSource.Names);
}

/// <summary>Completes calendars with common examples.</summary>
public sealed class RecurrenceCompleter : IArgumentCompleter
{
    private static readonly (string Text, string Meaning)[] Examples =
    [
        ("Mon 03:00", "every Monday at 03:00"),
        ("Mon,Thu 03:00", "every Monday and Thursday at 03:00"),
        ("Mon..Fri 03:00", "Monday to Friday at 03:00"),
        ("03:00", "every day at 03:00"),
        ("hourly", "every hour, on the hour"),
        ("daily", "every day at midnight"),
        ("weekly", "every Monday at midnight"),
        ("monthly", "on the first day of each month at midnight"),
        ("*-*-01 03:00", "on the first day of each month at 03:00"),
        ("*:0/15", "every 15 minutes"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        Examples
            .Where(example => Completion.StartsWith(example.Text, wordToComplete))
            .Select(example => new CompletionResult(
                $"'{example.Text}'",
                example.Text,
                CompletionResultType.ParameterValue,
                example.Meaning
            ));
}

/// <summary>What the completers share.</summary>
internal static class Completion
{
    /// <summary>The texts that start with what was typed, which can begin with a quotation mark.</summary>
    public static IEnumerable<CompletionResult> ThatStartWith(string typed, IEnumerable<string> texts) =>
        texts.Where(text => StartsWith(text, typed)).Select(text => new CompletionResult(text));

    /// <summary>Whether a text starts with what was typed.</summary>
    public static bool StartsWith(string text, string typed) =>
        text.StartsWith(typed.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase);
}

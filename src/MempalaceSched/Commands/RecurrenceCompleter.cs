using System.Collections;
using System.Management.Automation.Language;
using System.Management.Automation;

namespace MempalaceSched.Commands;

/// <summary>Shows by example how a recurrence is written.</summary>
public sealed class RecurrenceCompleter : IArgumentCompleter
{
    private static readonly (string Text, string Meaning)[] Examples =
    [
        ("Mon 03:00", "every Monday at 3"),
        ("Mon,Thu 03:00", "Mondays and Thursdays at 3"),
        ("Mon..Fri 03:00", "on working days at 3"),
        ("03:00", "every day at 3"),
        ("hourly", "at each full hour"),
        ("daily", "every day at midnight"),
        ("weekly", "every Monday at midnight"),
        ("monthly", "on the first of each month at midnight"),
        ("*-*-01 03:00", "on the first of each month at 3"),
        ("*:0/15", "every quarter of an hour"),
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
            .Where(example =>
                example.Text.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
            )
            .Select(example => new CompletionResult(
                $"'{example.Text}'",
                example.Text,
                CompletionResultType.ParameterValue,
                example.Meaning
            ));
}

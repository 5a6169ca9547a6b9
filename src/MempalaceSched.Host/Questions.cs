using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace MempalaceSched.Host;

/// <summary>Puts questions to the person at the terminal; fails with the way out where there is none.</summary>
/// <remarks>Questions go to standard error, so that output can be piped while they are asked.</remarks>
internal sealed class Questions(ConsoleStreams streams, CancellationToken cancellation)
{
    /// <summary>Reads a line.</summary>
    public string ReadLine()
    {
        if (!streams.IsInteractive)
            throw NotInteractive("A line of input was asked for");
        return Wait(Console.In.ReadLine) ?? throw NotInteractive("The input ended");
    }

    /// <summary>Reads a line without showing it.</summary>
    public SecureString ReadSecret()
    {
        if (!streams.IsInteractive)
            throw NotInteractive("A secret was asked for");
        return Wait(ReadHidden);
    }

    /// <summary>Asks for one of several choices.</summary>
    public int AskForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (!streams.IsInteractive)
        {
            string question = string.Join(
                ' ',
                new[] { caption, message }.Where(part => !string.IsNullOrWhiteSpace(part))
            );
            throw NotInteractive($"\"{question.ReplaceLineEndings(" ")}\" was asked");
        }

        string prompt = ChoicePrompt(choices, defaultChoice);
        Introduce(caption, message);
        while (true)
        {
            streams.WriteError(prompt);
            string answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            int chosen = ChoiceFor(answer, choices);
            if (chosen >= 0)
                return chosen;
            foreach (ChoiceDescription choice in choices)
                streams.WriteError($"{Key(choice)} - {choice.HelpMessage}\n");
        }
    }

    /// <summary>Asks for values, one by one; for a list, until an empty line.</summary>
    public Dictionary<string, PSObject> AskForFields(
        string caption,
        string message,
        Collection<FieldDescription> fields
    )
    {
        // The engine turns this exception into its own error, which names the parameters that are missing.
        if (!streams.IsInteractive)
            throw NotInteractive("Values were asked for");

        Introduce(caption, message);
        Dictionary<string, PSObject> values = [];
        foreach (FieldDescription field in fields)
        {
            bool list = field.ParameterTypeFullName.EndsWith("[]", StringComparison.Ordinal);
            values[field.Name] = PSObject.AsPSObject(list ? AskForList(field.Name) : Ask($"{field.Name}: "));
        }

        return values;
    }

    /// <summary>The choice that an answer stands for: its key or its whole label; -1 if none.</summary>
    internal static int ChoiceFor(string answer, Collection<ChoiceDescription> choices)
    {
        for (int i = 0; i < choices.Count; i++)
        {
            if (
                answer.Equals(Key(choices[i]), StringComparison.OrdinalIgnoreCase)
                || answer.Equals(
                    choices[i].Label.Replace("&", "", StringComparison.Ordinal),
                    StringComparison.OrdinalIgnoreCase
                )
            )
            {
                return i;
            }
        }

        return -1;
    }

    private static string ChoicePrompt(Collection<ChoiceDescription> choices, int defaultChoice)
    {
        StringBuilder prompt = new();
        foreach (ChoiceDescription choice in choices)
            prompt
                .Append('[')
                .Append(Key(choice))
                .Append("] ")
                .Append(choice.Label.Replace("&", "", StringComparison.Ordinal))
                .Append("  ");
        prompt.Append("[?] Help");
        if (defaultChoice >= 0 && defaultChoice < choices.Count)
            prompt.Append(" (default is \"").Append(Key(choices[defaultChoice])).Append("\")");
        return prompt.Append(": ").ToString();
    }

    // "&Yes" and "Yes to &All" name their keys; a label without a sign is its own key.
    private static string Key(ChoiceDescription choice)
    {
        int sign = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return sign >= 0 && sign + 1 < choice.Label.Length
            ? char.ToUpperInvariant(choice.Label[sign + 1]).ToString()
            : choice.Label;
    }

    private static SecureString ReadHidden()
    {
        SecureString secret = new();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
                return secret;
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.AppendChar(key.KeyChar);
        }
    }

    private static HostException NotInteractive(string what) =>
        new(
            $"{what}, but standard input is not a terminal. Give every value as a parameter, and -Confirm:$false to go ahead unasked.",
            null,
            "PromptNotPossible",
            ErrorCategory.ResourceUnavailable
        );

    private void Introduce(string caption, string message)
    {
        foreach (string part in new[] { caption, message })
        {
            if (!string.IsNullOrWhiteSpace(part))
                streams.WriteError(part + '\n');
        }
    }

    private string Ask(string prompt)
    {
        streams.WriteError(prompt);
        return ReadLine();
    }

    private string[] AskForList(string name)
    {
        List<string> values = [];
        while (Ask($"{name}[{values.Count}]: ") is { Length: > 0 } value)
            values.Add(value);
        return [.. values];
    }

    // A read cannot be called off; waiting for it on another thread can. The read itself ends with the process.
    private T Wait<T>(Func<T> read)
    {
        Task<T> reading = Task.Run(read);
        try
        {
            reading.Wait(cancellation);
        }
        catch (OperationCanceledException)
        {
            streams.WriteError("\n");
            throw new PipelineStoppedException();
        }

        return reading.Result;
    }
}

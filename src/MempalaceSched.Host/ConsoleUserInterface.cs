using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MempalaceSched.Host;

/// <summary>Where the engine's text goes: output to standard output, all that is said about it to standard error.</summary>
/// <param name="streams">The standard streams.</param>
/// <param name="questions">Who answers questions.</param>
/// <param name="errors">Where errors go.</param>
/// <param name="keepOutputClean">Whether standard output belongs to something else, such as JSON.</param>
internal sealed class ConsoleUserInterface(
    ConsoleStreams streams,
    Questions questions,
    ErrorOutput errors,
    bool keepOutputClean
) : PSHostUserInterface
{
    private string? informationToCome;

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new RawUserInterface(streams);

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => streams.UseColor;

    /// <inheritdoc/>
    public override void Write(string value) => Write(value, "");

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(value, "");

    /// <inheritdoc/>
    public override void WriteLine(string value) => Write(value, "\n");

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => errors.Write("HostError", value);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => streams.WriteError($"warning: {message}\n");

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => streams.WriteError($"verbose: {message}\n");

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => streams.WriteError($"debug: {message}\n");

    /// <summary>Announces information. If it is to be seen, the engine writes its text next, as ordinary output.</summary>
    public override void WriteInformation(InformationRecord record) =>
        informationToCome = record.MessageData switch
        {
            HostInformationMessage message => message.Message,
            var data => data?.ToString(),
        };

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
            streams.ClearProgress();
        else
            streams.ShowProgress(ProgressText.From(record));
    }

    /// <inheritdoc/>
    public override string ReadLine() => questions.ReadLine();

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => questions.ReadSecret();

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        Collection<FieldDescription> descriptions
    ) => questions.AskForFields(caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int defaultChoice
    ) => questions.AskForChoice(caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName
    ) =>
        throw new HostException(
            "mempalace-sched does not ask for credentials.",
            null,
            "PromptNotPossible",
            ErrorCategory.NotImplemented
        );

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options
    ) => PromptForCredential(caption, message, userName, targetName);

    private void Write(string value, string ending)
    {
        bool information = ReferenceEquals(value, informationToCome);
        informationToCome = null;
        string text = GetOutputString(value, SupportsVirtualTerminal) + ending;
        if (keepOutputClean || information)
            streams.WriteError(text);
        else
            streams.Write(text);
    }
}

using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Commands;

/// <summary>Writes messages of the use cases to the streams of a cmdlet.</summary>
internal sealed class CommandReporter(PSCmdlet cmdlet, PipelineBridge bridge) : IReporter
{
    private string? activity;

    /// <inheritdoc/>
    public void Verbose(string message) => bridge.Post(() => cmdlet.WriteVerbose(message));

    /// <inheritdoc/>
    public void Warning(string message) => bridge.Post(() => cmdlet.WriteWarning(message));

    /// <inheritdoc/>
    /// <remarks>It waits, because -ErrorAction Stop or Inquire must end the work before the next item.</remarks>
    public void Error(MempalaceException error) =>
        bridge.Call(() =>
        {
            EndProgress();
            cmdlet.WriteError(ErrorRecords.From(error, cmdlet.SessionState));
        });

    /// <inheritdoc/>
    public void Progress(string activity, string status, int? percent) =>
        bridge.Post(() =>
        {
            this.activity = activity;
            // PowerShell rejects an empty status.
            var text = status.Length > 0 ? status : " ";
            cmdlet.WriteProgress(new ProgressRecord(0, activity, text) { PercentComplete = percent ?? -1 });
        });

    /// <summary>Removes the progress bar. Called on the pipeline thread.</summary>
    public void EndProgress()
    {
        if (activity is null)
            return;
        var record = new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed };
        cmdlet.WriteProgress(record);
        activity = null;
    }
}

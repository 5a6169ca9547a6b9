using System.Management.Automation;
using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>The base of all cmdlets: runs asynchronous work from the pipeline thread, and stops it on CTRL+C.</summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly PipelineBridge bridge = new();
    private CommandReporter? reporter;
    private Services? services;
    private Confirmation? confirmation;

    /// <summary>The machine and the schedules of this user.</summary>
    private protected Services Services =>
        services ??= new Services(HostEnvironment.Current(PowerShellFolder), Reporter);

    /// <summary>Where messages and errors go.</summary>
    private protected CommandReporter Reporter => reporter ??= new CommandReporter(this, bridge);

    /// <summary>Asks through ShouldProcess. For -WhatIf, the question contains the full preview.</summary>
    private protected Confirmation Confirmation => confirmation ??= new Confirmation(IsWhatIf, AskAsync);

    /// <summary>The folder that relative paths start from.</summary>
    private protected string CurrentFolder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    private static string? PowerShellFolder => Path.GetDirectoryName(typeof(PSObject).Assembly.Location);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(ProcessRecordAsync);

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(EndProcessingAsync);

    /// <inheritdoc/>
    protected override void StopProcessing() => bridge.Stop();

    /// <summary>Frees what this call holds.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            bridge.Dispose();
    }

    /// <summary>Handles one input object. Errors that it throws affect only this object.</summary>
    private protected virtual Task ProcessRecordAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Does what remains after all input objects.</summary>
    private protected virtual Task EndProcessingAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Writes an object and waits until the pipeline has taken it.</summary>
    private protected Task WriteAsync(object item, bool enumerate = false) =>
        bridge.CallAsync(() =>
        {
            Reporter.EndProgress();
            WriteObject(item, enumerate);
            return true;
        });

    /// <summary>Writes each object as soon as it exists.</summary>
    private protected async Task WriteEachAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellation)
        where T : notnull
    {
        await foreach (var item in items.WithCancellation(cancellation).ConfigureAwait(false))
            await WriteAsync(item).ConfigureAwait(false);
    }

    /// <summary>Writes files as Get-Item does.</summary>
    private protected Task WriteItemsAsync(params string[] paths) =>
        bridge.CallAsync(() =>
        {
            if (paths.Length > 0)
                WriteObject(InvokeProvider.Item.Get(paths, force: true, literalPath: true), enumerateCollection: true);
            return true;
        });

    /// <summary>Asks whether to do something that has no preview.</summary>
    private protected Task<bool> ShouldProcessAsync(string target, string action) =>
        bridge.CallAsync(() => ShouldProcess(target, action));

    /// <summary>Writes files to a folder of the user, as one change.</summary>
    private protected async Task WriteFilesAsync(
        ChangePlan plan,
        string folder,
        bool passThru,
        CancellationToken cancellation
    )
    {
        var files = plan.Steps.Count == 1 ? "1 file" : $"{plan.Steps.Count} files";
        var action = $"Write {files} to '{folder}'";
        if (!await Confirmation.AskAsync(action, action + "?", Preview, cancellation).ConfigureAwait(false))
            return;
        await Services.NewRunner().ApplyAsync(plan, null, cancellation).ConfigureAwait(false);
        if (passThru)
            await WriteItemsAsync([.. plan.Steps.OfType<WriteFile>().Select(file => file.Path)]).ConfigureAwait(false);

        Task<string> Preview(CancellationToken token) => plan.PreviewAsync(Services.ChangeContext, token);
    }

    private bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
            ? LanguagePrimitives.IsTrue(bound)
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    private void Run(Func<CancellationToken, Task> work)
    {
        try
        {
            bridge.Run(token => Reporter.TryAsync(() => work(token)));
        }
        finally
        {
            // A stopped pipeline accepts no progress, and PowerShell removes the progress bar itself.
            if (!Stopping)
                Reporter.EndProgress();
        }
    }

    private async Task<bool> AskAsync(
        string action,
        string question,
        Func<CancellationToken, Task<string>> preview,
        CancellationToken cancellation
    )
    {
        var description = IsWhatIf ? $"{action}:\n{await preview(cancellation).ConfigureAwait(false)}" : action;
        return await bridge
            .CallAsync(() => ShouldProcess(description, question, MyInvocation.MyCommand.Name))
            .ConfigureAwait(false);
    }
}

using System.Collections.Concurrent;
using System.Management.Automation;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Operations;
using MempalaceSched.Platform;

namespace MempalaceSched.Commands;

/// <summary>What all cmdlets share: the way from the pipeline thread into asynchronous work and back, and its end on ctrl-C.</summary>
public abstract class MempalaceCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly QueueReporter reporter = new();
    private Workbench? bench;

    private protected Workbench Bench => bench ??= new Workbench(HostEnvironment.Current(PowerShellFolder), reporter);

    private static string? PowerShellFolder => Path.GetDirectoryName(typeof(PSObject).Assembly.Location);

    private protected string CurrentFolder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>Ctrl-C: the work is told to stop.</summary>
    protected override void StopProcessing() => stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what this call holds.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        stop.Dispose();
        reporter.Dispose();
    }

    /// <summary>Waits for work and writes what it reports meanwhile: only this thread may write.</summary>
    private protected T Wait<T>(Func<CancellationToken, Task<T>> work)
    {
        var task = Task.Run(() => work(stop.Token));
        try
        {
            while (!task.IsCompleted)
                reporter.WriteNext(this, task);
            reporter.WriteRest(this);
            return task.GetAwaiter().GetResult();
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more messages, but the work has still to undo what it has begun.
            task.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
            throw;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private protected void Wait(Func<CancellationToken, Task> work) =>
        Wait(async token =>
        {
            await work(token).ConfigureAwait(false);
            return true;
        });

    /// <summary>Writes items as they come. The next one is asked for when the pipeline has taken the last.</summary>
    private protected void WriteEach<T>(IAsyncEnumerable<T> items)
    {
        var each = items.GetAsyncEnumerator(stop.Token);
        try
        {
            while (Next(each.MoveNextAsync()))
                WriteObject(each.Current);
        }
        finally
        {
            each.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        // What is there already needs no other thread.
        bool Next(ValueTask<bool> next) => next.IsCompletedSuccessfully ? next.Result : Wait(_ => next.AsTask());
    }

    /// <summary>Does something for one item: a fault becomes an error of that item, and the others go on.</summary>
    private protected bool TryItem(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (MempalaceException fault)
        {
            reporter.WriteRest(this);
            WriteError(ErrorRecords.From(fault, EngineShowsWayOut));
            return false;
        }
    }

    /// <summary>Does something that is over at once, and writes what it reports.</summary>
    private protected void Report(Action action)
    {
        action();
        reporter.WriteRest(this);
    }

    /// <summary>Writes files into a folder of the user's, as one change.</summary>
    private protected void WriteFiles(ChangePlan plan, string folder, bool passThru)
    {
        var what = $"{plan.Steps.Count} files to '{folder}'";
        var description = IsWhatIf ? $"Write {what}:\n{ExistingFiles.Preview(plan)}" : $"Writing {what}";
        if (!ShouldProcess(description, $"Write {what}?", MyInvocation.MyCommand.Name))
            return;
        Wait(token => Bench.NewRunner().ApplyAsync(plan, null, token));
        if (passThru)
            WriteItems([.. plan.Steps.OfType<WriteFile>().Select(file => file.Path)]);
    }

    /// <summary>Writes files as Get-Item gives them: with what its table shows of them.</summary>
    private protected void WriteItems(params string[] paths)
    {
        if (paths.Length > 0)
            WriteObject(InvokeProvider.Item.Get(paths, force: true, literalPath: true), enumerateCollection: true);
    }

    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
            ? LanguagePrimitives.IsTrue(bound)
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    private bool EngineShowsWayOut =>
        (SessionState.PSVariable.GetValue("PSVersionTable") as System.Collections.IDictionary)?["PSVersion"]
            is { } version
        && LanguagePrimitives.TryConvertTo<Version>(version.ToString()!.Split('-', '+')[0], out var parsed)
        && parsed >= new Version(7, 5);

    /// <summary>Keeps messages of any thread until the pipeline thread comes for them.</summary>
    private sealed class QueueReporter : IReporter, IDisposable
    {
        private readonly BlockingCollection<Action<Cmdlet>> messages = [];
        private string? lastActivity;

        public void Verbose(string message) => messages.Add(cmdlet => cmdlet.WriteVerbose(message));

        public void Warning(string message) => messages.Add(cmdlet => cmdlet.WriteWarning(message));

        public void Progress(string activity, string status, int? percent) =>
            messages.Add(cmdlet =>
            {
                lastActivity = activity;
                cmdlet.WriteProgress(new ProgressRecord(0, activity, status) { PercentComplete = percent ?? -1 });
            });

        public void WriteNext(Cmdlet cmdlet, Task until)
        {
            // A short patience where nothing is said: the end of the task is no message.
            if (messages.TryTake(out var message, TimeSpan.FromMilliseconds(until.IsCompleted ? 0 : 5)))
                message(cmdlet);
        }

        public void WriteRest(Cmdlet cmdlet)
        {
            while (messages.TryTake(out var message))
                message(cmdlet);
            if (lastActivity is { } activity)
                cmdlet.WriteProgress(
                    new ProgressRecord(0, activity, "done") { RecordType = ProgressRecordType.Completed }
                );
            lastActivity = null;
        }

        public void Dispose() => messages.Dispose();
    }
}

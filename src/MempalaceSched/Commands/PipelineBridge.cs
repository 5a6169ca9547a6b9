using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace MempalaceSched.Commands;

/// <summary>
/// Lets asynchronous work use the pipeline. PowerShell allows only the pipeline thread to write, so calls from other
/// threads are queued and the pipeline thread, which waits for the work, makes them.
/// </summary>
/// <remarks>
/// Work starts on the pipeline thread and stays there until it really waits for something. Most cmdlets therefore never
/// switch threads. The queue ends with the work, so nothing polls.
/// </remarks>
internal sealed class PipelineBridge : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private volatile int pipelineThread;
    private volatile BlockingCollection<Action>? queue;

    /// <summary>Cancels the work: CTRL+C, or a later command that needs no more input.</summary>
    public void Stop() => stop.Cancel();

    /// <summary>Runs work to its end.</summary>
    /// <exception cref="PipelineStoppedException">The work was cancelled, or the pipeline has stopped.</exception>
    public void Run(Func<CancellationToken, Task> work)
    {
        using var calls = new BlockingCollection<Action>();
        (pipelineThread, queue) = (Environment.CurrentManagedThreadId, calls);
        try
        {
            var task = work(stop.Token);
            if (!task.IsCompleted)
            {
                _ = task.ContinueWith(_ => calls.CompleteAdding(), TaskScheduler.Default);
                MakeCalls(calls, task);
            }
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            queue = null;
        }
    }

    /// <summary>Makes a call on the pipeline thread and waits for it, so that fast work does not fill the memory.</summary>
    /// <returns>The result of the call.</returns>
    public Task<T> CallAsync<T>(Func<T> call)
    {
        if (Environment.CurrentManagedThreadId == pipelineThread)
            return Task.FromResult(call());
        // Continuations must not run on the pipeline thread, which has to return to the queue.
        var made = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                made.SetResult(call());
            }
            catch (Exception e)
            {
                made.SetException(e is PipelineStoppedException ? new OperationCanceledException() : e);
                throw;
            }
        });
        return made.Task;
    }

    /// <summary>Makes a call on the pipeline thread, now or soon.</summary>
    public void Post(Action call)
    {
        if (Environment.CurrentManagedThreadId == pipelineThread)
            call();
        else
            queue?.Add(call);
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    private void MakeCalls(BlockingCollection<Action> calls, Task task)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var call in calls.GetConsumingEnumerable())
        {
            try
            {
                call();
            }
#pragma warning disable CA1031 // Whatever the pipeline throws, the work must be able to undo what it began.
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
                stop.Cancel();
            }
#pragma warning restore CA1031
        }
        if (failure is null)
            return;
        _ = task.Exception; // The failure of the pipeline is reported, so this one only needs to be observed.
        failure.Throw();
    }
}

using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace MempalaceSched.Commands;

/// <summary>
/// Lets asynchronous work use the pipeline. PowerShell allows only the pipeline thread to write, so calls from other
/// threads are queued and the pipeline thread, which waits for the work, makes them.
/// </summary>
/// <remarks>
/// Work starts on the pipeline thread and stays there until it really waits for something. Most cmdlets therefore
/// never switch threads. The queue ends with the work, so nothing polls. After the first call that the pipeline
/// rejects, for example because of -ErrorAction Stop, the work is cancelled and no further call is made. The work can
/// still undo what it began, and then the pipeline's exception is thrown.
/// </remarks>
internal sealed class PipelineBridge : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private volatile int pipelineThread;
    private volatile BlockingCollection<Action>? queue;

    /// <summary>Why the pipeline ended the work. Used only on the pipeline thread.</summary>
    private ExceptionDispatchInfo? failure;

    /// <summary>Cancels the work: CTRL+C, or a later command that needs no more input.</summary>
    public void Stop()
    {
        try
        {
            // Cancel would run continuations of the work on this thread, which is not theirs.
            _ = stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // PowerShell stops a pipeline from another thread, so the cmdlet can have ended in the meantime.
        }
    }

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
                foreach (var call in calls.GetConsumingEnumerable())
                    call();
            }
            if (failure is not null)
            {
                _ = task.Exception; // It only needs to be observed, because the failure of the pipeline is reported.
                failure.Throw();
            }
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            (pipelineThread, queue) = (0, null);
        }
    }

    /// <summary>
    /// Makes a call on the pipeline thread and waits for it, so that fast work does not fill the memory.
    /// </summary>
    /// <returns>The result of the call.</returns>
    /// <exception cref="OperationCanceledException">The pipeline has stopped, or rejects the call.</exception>
    public Task<T> CallAsync<T>(Func<T> call)
    {
        // Continuations must not run on the pipeline thread, which has to return to the queue.
        var made = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryPost(MakeCall))
            made.SetCanceled(stop.Token);
        return made.Task;

        void MakeCall()
        {
            if (!TryMake(() => made.SetResult(call())))
                made.SetCanceled(stop.Token);
        }
    }

    /// <summary>Makes a call on the pipeline thread and blocks until it is made.</summary>
    /// <inheritdoc cref="CallAsync"/>
    public void Call(Action call) =>
        CallAsync(() =>
            {
                call();
                return true;
            })
            .GetAwaiter()
            .GetResult();

    /// <summary>
    /// Makes a call on the pipeline thread, now or soon. A call that the pipeline rejects cancels the work.
    /// </summary>
    public void Post(Action call) => TryPost(() => TryMake(call));

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    /// <summary>Makes a call now, or queues it.</summary>
    /// <returns>Whether there is still a pipeline thread that makes it.</returns>
    private bool TryPost(Action call)
    {
        if (Environment.CurrentManagedThreadId == pipelineThread)
        {
            call();
            return true;
        }
        try
        {
            var calls = queue;
            calls?.Add(call);
            return calls is not null;
        }
        catch (InvalidOperationException)
        {
            return false; // The work ended, and this call comes from a part of it that nothing waited for.
        }
    }

    /// <summary>Makes a call on the pipeline thread, unless an earlier one failed.</summary>
    /// <returns>Whether the call succeeded.</returns>
    private bool TryMake(Action call)
    {
        if (failure is not null)
            return false;
        try
        {
            call();
            return true;
        }
#pragma warning disable CA1031 // Whatever the pipeline throws, the work must be able to undo what it began.
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            Stop();
            return false;
        }
#pragma warning restore CA1031
    }
}

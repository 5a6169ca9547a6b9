using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>Receives messages and progress from an operation. It can be called from any thread.</summary>
internal interface IReporter
{
    /// <summary>Reports a step of the operation.</summary>
    void Verbose(string message);

    /// <summary>Reports a problem that does not stop the operation.</summary>
    void Warning(string message);

    /// <summary>Reports an error that affects one item. The operation continues with the other items.</summary>
    void Error(MempalaceException error);

    /// <summary>Reports the progress of the operation.</summary>
    /// <param name="activity">What the operation does.</param>
    /// <param name="status">The current step, on one line.</param>
    /// <param name="percent">The progress from 0 to 100; null if it is unknown.</param>
    void Progress(string activity, string status, int? percent = null);
}

/// <summary>Runs work for one item, so that an error of that item does not stop the others.</summary>
internal static class ItemErrors
{
    /// <summary>Does the work, and reports an error instead of throwing it.</summary>
    /// <returns>Whether the work succeeded.</returns>
    public static bool Try(this IReporter reporter, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (MempalaceException error)
        {
            reporter.Error(error);
            return false;
        }
    }

    /// <inheritdoc cref="Try"/>
    public static async Task<bool> TryAsync(this IReporter reporter, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (MempalaceException error)
        {
            reporter.Error(error);
            return false;
        }
    }
}

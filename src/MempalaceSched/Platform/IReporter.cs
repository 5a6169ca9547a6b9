using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>Receives messages about work in progress. Any thread can call it.</summary>
internal interface IReporter
{
    /// <summary>A detail that is shown on request.</summary>
    void Verbose(string message);

    /// <summary>Something that the user should know.</summary>
    void Warning(string message);

    /// <summary>An error that affects one item. The other items continue.</summary>
    void Error(MempalaceException error);

    /// <summary>The current progress, on one line.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="status">The current step of the activity.</param>
    /// <param name="percent">0 to 100; null when it is unknown.</param>
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

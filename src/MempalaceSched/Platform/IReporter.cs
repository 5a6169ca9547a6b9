namespace MempalaceSched.Platform;

/// <summary>Where work that takes a while says how it goes. Calls may come from any thread.</summary>
internal interface IReporter
{
    void Verbose(string message);

    void Warning(string message);

    /// <summary>What goes on now, on one line.</summary>
    /// <param name="activity">What is being done.</param>
    /// <param name="status">Where it is.</param>
    /// <param name="percent">How far it is, from 0 to 100; null where that is not known.</param>
    void Progress(string activity, string status, int? percent = null);
}

namespace MempalaceSched.Changes;

/// <summary>Where work that takes a while says how it goes. Calls may come from any thread.</summary>
internal interface IReporter
{
    void Verbose(string message);

    void Warning(string message);

    /// <summary>What goes on now, on one line.</summary>
    void Progress(string activity, string status);
}

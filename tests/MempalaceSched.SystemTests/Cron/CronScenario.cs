namespace MempalaceSched.SystemTests.Cron;

/// <summary>
/// A scenario that runs once for all tests of a class. A bed that cannot be had is known only to a test, so it runs
/// with the first.
/// </summary>
public abstract class CronScenario : IDisposable
{
    private readonly Lazy<Facts> facts;

    private protected CronScenario(Func<Facts> run) => facts = new Lazy<Facts>(run);

    internal Facts Facts => facts.Value;

    public void Dispose()
    {
        if (facts.IsValueCreated)
            facts.Value.Dispose();
        GC.SuppressFinalize(this);
    }
}

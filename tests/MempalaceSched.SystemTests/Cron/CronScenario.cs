namespace MempalaceSched.SystemTests.Cron;

/// <summary>
/// A scenario that runs once for all tests of a class. It starts with the first test, because only a test can be
/// skipped if the bed is not available.
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

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>A scenario that is run once, when the first test of a class asks for what it reports.</summary>
public abstract class Scenario
{
    private readonly Lazy<Report> report;

    private protected Scenario(string name, Func<BedOptions> options) => report = new(() => Bed.Run(name, options()));

    internal Report Report => report.Value;
}

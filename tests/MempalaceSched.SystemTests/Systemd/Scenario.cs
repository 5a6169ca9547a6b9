namespace MempalaceSched.SystemTests.Systemd;

/// <summary>A scenario that runs once, when the first test of a class reads its report.</summary>
public abstract class Scenario
{
    private readonly Lazy<Report> report;

    private protected Scenario(string name, Func<BedOptions> options) => report = new(() => Bed.Run(name, options()));

    internal Report Report => report.Value;
}

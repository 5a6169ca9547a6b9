namespace MempalaceSched.Tests.Embedded;

/// <summary>
/// No run is lost or repeated, whatever the wall clock does. The system tests simulate longer periods.
/// </summary>
public sealed class WallClockTests
{
    [Theory]
    [InlineData("02:30", 3)]
    [InlineData("hourly", 3)]
    [InlineData("02:30", 10)]
    [InlineData("hourly", 10)]
    public void A_month_of_clock_changes_suspends_and_kills_runs_each_occurrence_once(string at, int month)
    {
        var step = TimeSpan.FromMinutes(at == "hourly" ? 50 : 480);
        var simulated = new SimulatedYear("Europe/Berlin", SimulatedYear.Date(2026, month, 1), 31, step);
        simulated.Play(month, at, TimeSpan.FromMinutes(9), catchUp: at == "02:30" || month == 3);
        Assert.InRange(simulated.Runs, 5, 800);
    }
}

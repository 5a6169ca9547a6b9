using MempalaceSched.Tests.Embedded;
using Xunit;

namespace MempalaceSched.SystemTests.Embedded;

/// <summary>
/// No run is lost or repeated, whatever the wall clock does. The unit tests simulate two months, and these tests
/// simulate years.
/// </summary>
public sealed class WallClockTests
{
    public static TheoryData<string, int> Years =>
        new()
        {
            { "UTC", 2026 },
            { "Europe/Berlin", 2026 },
            { "America/New_York", 2026 },
            { "Australia/Lord_Howe", 2026 },
            { "America/Sao_Paulo", 2018 },
        };

    [Theory]
    [MemberData(nameof(Years))]
    public void A_year_of_clock_changes_suspends_and_kills_runs_each_occurrence_once(string zone, int year)
    {
        string[] recurrences = ["Mon 03:00", "02:30", "daily", "*-*-01 03:00", "Mon..Fri 09,17:00", "Sun 01,02:15"];
        var simulated = new SimulatedYear(zone, SimulatedYear.Date(year, 1, 1), 365, TimeSpan.FromHours(8));
        for (var index = 0; index < recurrences.Length; index++)
        {
            simulated.Play(
                (year * 100) + index,
                recurrences[index],
                index % 2 == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(20),
                catchUp: index != 2
            );
            Assert.InRange(simulated.Runs, 5, 800);
        }
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void Short_periods_survive_clock_changes_suspends_and_kills(string zone, int year)
    {
        foreach (var month in new[] { 2, 3, 4, 10, 11 }) // the months with clock changes
        {
            var simulated = new SimulatedYear(zone, SimulatedYear.Date(year, month, 1), 31, TimeSpan.FromMinutes(50));
            simulated.Play(year + month, "hourly", TimeSpan.FromMinutes(9), catchUp: month != 10);
            simulated = new SimulatedYear(zone, SimulatedYear.Date(year, month, 1), 8, TimeSpan.FromMinutes(14));
            simulated.Play((year * 100) + month, "*:0/15", TimeSpan.Zero, catchUp: month != 4);
        }
    }
}

using MempalaceSched.Health;
using static MempalaceSched.Tests.Health.HealthRulesTests;

namespace MempalaceSched.Tests.Health;

public sealed class StarvedRuleTests
{
    private const string Later = "Let the schedule run at another time: Set-MempalaceSchedule mine-notes -At TIME.";

    [Theory]
    [InlineData("another `mine` is already running against /p \u2014 exiting cleanly.", "another mine")]
    [InlineData("daemon submission failed: x (the palace is held by another process)", "another process")]
    public void A_reason_without_a_PID_names_a_holder_too(string reason, string holder)
    {
        var runs = Enumerable
            .Range(10, 3)
            .Select(day => Busy($"2027-01-{day}T03:00", Now.AddHours(-1)) with { Reason = reason });
        var finding = HealthRules.Apply(Well with { Runs = [.. runs] })[0];

        Assert.EndsWith($", by {holder} (3 tries).", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Starved_counts_occurrences_and_names_the_holder()
    {
        var week = Enumerable
            .Range(0, 72)
            .Select(hour => Busy($"2027-01-{10 + (hour / 24)}T03:00", Now.AddHours(-hour)));
        var finding = HealthRules.Apply(Well with { Runs = [.. week] })[0];

        Assert.Equal(ScheduleHealth.Starved, finding.Health);
        Assert.Matches(
            "^The palace was held at 3 occurrences, since .*, by an MCP server of claude \\(72 tries\\)\\.$",
            finding.Problem
        );
        Assert.StartsWith("Quit claude, or mine through the daemon.", finding.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "PID 7, the mempalace daemon, which did not take the mine; stop it; no further try could be planned",
        "the mempalace daemon",
        "Stop it."
    )]
    [InlineData(
        "PID 8, /bin/x; stop it if it does not end by itself",
        "/bin/x",
        "Stop it if it does not end by itself."
    )]
    [InlineData("mempalace-pi (PID 9)", "mempalace-pi", Later)]
    [InlineData("mempalace-pi (PID 9) in the container", "mempalace-pi", Later)]
    [InlineData("PID 42, another mine; it ends by itself", "another mine", Later)]
    [InlineData("another process", "another process", "Find the process that holds the palace, and end it.")]
    [InlineData(
        "another writer (identity not recorded)",
        "another writer",
        "Find the process that holds the palace, and end it."
    )]
    public void The_advice_of_a_starved_schedule_is_that_of_the_run(string held, string holder, string advice)
    {
        var runs = Enumerable
            .Range(10, 3)
            .Select(day =>
                Busy($"2027-01-{day}T03:00", Now.AddHours(-1)) with
                {
                    Reason = $"the palace /p is held by {held}",
                }
            );
        var finding = HealthRules.Apply(Well with { Runs = [.. runs] })[0];

        Assert.EndsWith($", by {holder} (3 tries).", finding.Problem, StringComparison.Ordinal);
        Assert.StartsWith(advice, finding.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void Busy_runs_without_an_occurrence_do_not_starve_a_schedule() =>
        Assert.DoesNotContain(
            HealthRules.Apply(
                Well with
                {
                    Runs =
                    [
                        .. Enumerable.Range(0, 4).Select(i => Busy("", Now.AddHours(-i)) with { Occurrence = null }),
                    ],
                }
            ),
            finding => finding.Health == ScheduleHealth.Starved
        );

    [Fact]
    public void Many_tries_of_two_occurrences_are_neither_starved_nor_failing()
    {
        var tries = Enumerable
            .Range(0, 48)
            .Select(hour => Busy($"2027-01-{12 + (hour / 24)}T03:00", Now.AddHours(-hour)));

        Assert.Empty(HealthRules.Apply(Well with { Runs = [.. tries, .. Well.Runs] }));
    }
}

using CsCheck;
using MempalaceSched.Health;
using MempalaceSched.Tests.Scheduling;

namespace MempalaceSched.Tests.Health;

public sealed class HealthRulesTests
{
    internal static readonly DateTimeOffset Now = new(2027, 1, 13, 12, 0, 0, TimeSpan.Zero);

    internal static readonly HealthFacts Well = new()
    {
        Name = "mine-notes",
        Enabled = true,
        State = ScheduleState.Waiting,
        Now = Now,
        Since = Now.AddDays(-100),
        Allowed = TimeSpan.FromDays(8),
        Runs = [Run(MineOutcome.Succeeded, Now.AddDays(-2))],
    };

    /// <summary>
    /// One problem for each health value, in the order of docs/health.md. Disabled hides the values after it.
    /// </summary>
    private static readonly (ScheduleHealth Health, Func<HealthFacts, HealthFacts> Make)[] Faults =
    [
        (ScheduleHealth.Missing, facts => facts with { State = ScheduleState.Missing, StateDetail = "nowhere" }),
        (ScheduleHealth.Drifted, facts => facts with { Drift = ["'/a' is not there"] }),
        (ScheduleHealth.Disabled, facts => facts with { State = ScheduleState.Disabled }),
        (ScheduleHealth.CommandGone, facts => facts with { MissingCommand = "/bin/gone" }),
        (
            ScheduleHealth.StoreMissing,
            facts =>
                facts with
                {
                    MissingStore = "/store",
                    FindStore = "Mount it.",
                    MaximumGap = TimeSpan.FromHours(1),
                    Runs =
                    [
                        Run(MineOutcome.Skipped, Now) with
                        {
                            Reason = "nothing to mine: /store does not exist",
                        },
                        .. facts.Runs,
                    ],
                }
        ),
        (
            ScheduleHealth.SchedulerNotRunning,
            facts => facts with { State = ScheduleState.NotRunning, StartScheduler = "Start it." }
        ),
        (
            ScheduleHealth.Starved,
            facts =>
                facts with
                {
                    Runs =
                    [
                        .. Enumerable.Range(1, 3).Select(day => Busy($"2027-01-1{day}T03:00", Now.AddDays(-1))),
                        .. facts.Runs,
                    ],
                }
        ),
        (
            ScheduleHealth.Failing,
            facts =>
                facts with
                {
                    Runs = [.. Enumerable.Repeat(Run(MineOutcome.Failed, Now.AddDays(-1)), 3), .. facts.Runs],
                }
        ),
        (
            ScheduleHealth.Overdue,
            facts =>
                facts with
                {
                    Runs = [.. facts.Runs.Select(run => run with { Started = run.Started.AddDays(-50) })],
                }
        ),
        (ScheduleHealth.Unknown, facts => facts with { State = ScheduleState.Unreachable, StateDetail = "no bus." }),
        (ScheduleHealth.LingerOff, facts => facts with { LingerOff = "Lingering is off." }),
        (ScheduleHealth.Outdated, facts => facts with { Outdated = ["the launcher is version 0.0.9"] }),
    ];

    [Fact]
    public void A_healthy_schedule_has_no_findings()
    {
        Assert.Empty(HealthRules.Apply(Well));
        Assert.Equal("", HealthFinding.Describe([]));
    }

    [Fact]
    public void A_single_problem_determines_the_health() =>
        Assert.All(
            Faults,
            fault => Assert.Equal([fault.Health], HealthRules.Apply(fault.Make(Well)).Select(finding => finding.Health))
        );

    [Fact]
    public void The_first_problem_is_the_health_and_the_others_are_listed() =>
        Gen.Shuffle(Faults.ToList())
            .SelectMany(faults => Gen.Int[1, Faults.Length].Select(count => faults.Take(count).ToList()))
            .Sample(faults =>
            {
                // A schedule has only one state, so the last problem that sets the state applies.
                // The skipped run is the newest one.
                var inOrder = faults.OrderBy(fault => fault.Health == ScheduleHealth.StoreMissing);
                var facts = inOrder.Aggregate(Well, (facts, fault) => fault.Make(facts));
                var states = new[]
                {
                    ScheduleHealth.Missing,
                    ScheduleHealth.Disabled,
                    ScheduleHealth.SchedulerNotRunning,
                    ScheduleHealth.Unknown,
                };
                var last = faults
                    .Where(fault => states.Contains(fault.Health))
                    .Select(fault => fault.Health)
                    .LastOrDefault(ScheduleHealth.Healthy);
                var expected = Faults
                    .Select(fault => fault.Health)
                    .Where(health =>
                        faults.Exists(fault => fault.Health == health) && (!states.Contains(health) || health == last)
                    )
                    .ToList();
                // A skipped run counts as progress, so the newest one clears what the runs before it caused.
                if (faults.Exists(fault => fault.Health == ScheduleHealth.StoreMissing))
                    expected.RemoveAll(health =>
                        health is ScheduleHealth.Starved or ScheduleHealth.Failing or ScheduleHealth.Overdue
                    );
                if (last == ScheduleHealth.Disabled)
                    expected =
                    [
                        .. expected.TakeWhile(health => health != ScheduleHealth.Disabled),
                        ScheduleHealth.Disabled,
                    ];
                var found = HealthRules.Apply(facts);
                Assert.Equal(expected, found.Select(finding => finding.Health));
                var text = HealthFinding.Describe(found);
                Assert.StartsWith(found[0].Problem, text, StringComparison.Ordinal);
                Assert.All(
                    found.Skip(1),
                    other => Assert.Contains($"Also {other.Health}: ", text, StringComparison.Ordinal)
                );
            });

    [Fact]
    public void Every_finding_has_a_full_sentence_and_a_recommendation() =>
        Assert.All(
            Faults,
            fault =>
            {
                var finding = Assert.Single(HealthRules.Apply(fault.Make(Well)));
                Assert.EndsWith(".", finding.Problem, StringComparison.Ordinal);
                Assert.NotEqual("", finding.Recommendation);
            }
        );

    [Fact]
    public void A_disabled_schedule_is_checked_only_for_its_files()
    {
        var off = Well with
        {
            Enabled = false,
            State = ScheduleState.Disabled,
            Runs = [],
            MissingCommand = "/bin/gone",
            LingerOff = "off.",
        };
        Assert.Equal([ScheduleHealth.Disabled], HealthRules.Apply(off).Select(finding => finding.Health));
        Assert.Equal(ScheduleHealth.Disabled, HealthRules.Apply(off with { State = ScheduleState.Missing })[0].Health);
        Assert.Equal(ScheduleHealth.Drifted, HealthRules.Apply(off with { Difference = "its timer runs" })[0].Health);
    }

    [Fact]
    public void A_schedule_is_overdue_after_the_allowance_until_it_runs() =>
        Gen.Select(
                Gen.Long[1, TimeSpan.TicksPerDay * 400],
                Gen.Long[0, TimeSpan.TicksPerDay * 400],
                Gen.Long[0, TimeSpan.TicksPerDay * 400]
            )
            .Sample(
                (allowed, since, worked) =>
                {
                    var facts = Well with
                    {
                        Since = Now - TimeSpan.FromTicks(since),
                        Allowed = TimeSpan.FromTicks(allowed),
                        Runs = [Run(MineOutcome.NothingNew, Now - TimeSpan.FromTicks(worked))],
                    };
                    Assert.Equal(Math.Min(since, worked) > allowed, IsOverdue(facts));
                    if (IsOverdue(facts))
                        Assert.True(IsOverdue(facts with { Now = facts.Now.AddDays(1) }));
                    Assert.False(IsOverdue(facts with { IsRunning = true }));
                }
            );

    [Fact]
    public void Only_successful_or_skipped_runs_reset_overdue() =>
        Gen.Enum<MineOutcome>()
            .Sample(outcome =>
                Assert.Equal(
                    outcome is not (MineOutcome.Succeeded or MineOutcome.NothingNew or MineOutcome.Skipped),
                    IsOverdue(Well with { Runs = [Run(outcome, Now.AddHours(-1))] })
                )
            );

    [Fact]
    public void Failing_means_three_failures_in_a_row_ignoring_interrupted_runs() =>
        Gen.Enum<MineOutcome>()
            .List[0, 8]
            .Sample(outcomes =>
            {
                // Counts independently of the code: one letter for each outcome.
                var letters = string.Concat(
                    outcomes.Select(outcome =>
                        outcome switch
                        {
                            MineOutcome.Failed or MineOutcome.TimedOut => "f",
                            MineOutcome.Interrupted or MineOutcome.Busy => "", // these have no occurrence
                            _ => "w",
                        }
                    )
                );
                var runs = outcomes.Select((outcome, index) => Run(outcome, Now.AddHours(-index))).ToList();
                Assert.Equal(
                    letters.StartsWith("fff", StringComparison.Ordinal),
                    Has(Well with { Runs = runs }, ScheduleHealth.Failing)
                );
            });

    [Fact]
    public void A_later_skipped_run_ends_failing() =>
        Assert.False(
            Has(
                Well with
                {
                    Runs =
                    [
                        Run(MineOutcome.Skipped, Now.AddHours(-1)),
                        .. Enumerable.Repeat(Run(MineOutcome.Failed, Now.AddDays(-1)), 3),
                    ],
                },
                ScheduleHealth.Failing
            )
        );

    [Fact]
    public void The_allowance_covers_the_maximum_gap_delay_and_time_limit() =>
        RecurrenceGen
            .Any.Select(Gen.Int[0, 86_400], Gen.Int[0, 86_400])
            .Sample(
                (recurrence, delay, limit) =>
                {
                    var (most, slack) = (
                        recurrence.MaximumGap + TimeSpan.FromSeconds(delay) + TimeSpan.FromSeconds(limit),
                        TimeSpan.FromHours(1)
                    );
                    var allowed = HealthFacts.Allowance(
                        recurrence,
                        TimeSpan.FromSeconds(delay),
                        TimeSpan.FromSeconds(limit)
                    );
                    Assert.InRange(allowed, most + slack, most + slack + (recurrence.MaximumGap / 10));
                }
            );

    private static bool IsOverdue(HealthFacts facts) => Has(facts, ScheduleHealth.Overdue);

    private static bool Has(HealthFacts facts, ScheduleHealth health) =>
        HealthRules.Apply(facts).Any(finding => finding.Health == health);

    internal static MineRun Busy(string occurrence, DateTimeOffset started) =>
        Run(MineOutcome.Busy, started) with
        {
            Trigger = "scheduled",
            Occurrence = occurrence,
            Reason =
                "the palace /p is held by PID 42, an MCP server of claude; quit claude, or mine through the daemon",
        };

    private static MineRun Run(MineOutcome outcome, DateTimeOffset started) =>
        new()
        {
            Name = "mine-notes",
            Id = "r",
            Outcome = outcome,
            Started = started,
        };
}

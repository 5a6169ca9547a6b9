using MempalaceSched.Health;

namespace MempalaceSched.Tests.Health;

public sealed class StoreMissingRuleTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 13, 12, 0, 0, TimeSpan.Zero);

    private static readonly HealthFacts Daily = new()
    {
        Name = "mine-notes",
        Enabled = true,
        State = ScheduleState.Waiting,
        Now = Now,
        Since = Now.AddDays(-100),
        Allowed = TimeSpan.FromDays(2),
        MaximumGap = TimeSpan.FromDays(1),
        MissingStore = "/mnt/notes",
        FindStore = "Mount it.",
    };

    [Fact]
    public void Without_a_run_nothing_is_reported() => Assert.Null(Apply());

    [Fact]
    public void A_schedule_whose_runs_were_all_skipped_is_reported_with_the_path()
    {
        var found = Apply(Skip(0))!;
        Assert.Equal((ScheduleHealth.StoreMissing, "Mount it."), (found.Health, found.Recommendation));
        Assert.Contains("'/mnt/notes'", found.Problem, StringComparison.Ordinal);
        Assert.NotNull(Apply(Skip(0), Skip(1), Skip(2)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Skipped_runs_after_another_run_are_reported_after_three_intervals(int days, bool isReported)
    {
        var skips = Enumerable.Range(0, days).Select(Skip);
        Assert.Equal(isReported, Apply([.. skips, Run(MineOutcome.Succeeded, "", days)]) is not null);
        Assert.Equal(isReported, Apply([.. skips, Run(MineOutcome.Failed, "exit 1", days)]) is not null);
        var container = Run(MineOutcome.Skipped, "there is no container devbox", days);
        Assert.Equal(isReported, Apply([.. skips, container]) is not null);
    }

    [Fact]
    public void A_run_after_the_skipped_ones_ends_the_problem() =>
        Assert.Null(Apply(Run(MineOutcome.NothingNew, "", 0), Skip(1), Skip(2), Skip(3), Skip(4), Skip(5)));

    [Fact]
    public void A_store_that_exists_again_is_no_problem() =>
        Assert.Null(StoreMissingRule.Apply(Daily with { Runs = [Skip(0)], MissingStore = null }));

    [Fact]
    public void Runs_before_the_last_change_of_the_schedule_do_not_count()
    {
        var changed = Daily with { Since = Now.AddHours(-1) };
        var success = Run(MineOutcome.Succeeded, "", 1);
        Assert.NotNull(StoreMissingRule.Apply(changed with { Runs = [Skip(0), success] }));
        Assert.Null(StoreMissingRule.Apply(changed with { Runs = [Skip(1), Skip(2)] }));
    }

    [Fact]
    public void A_run_that_the_scheduler_itself_skipped_counts()
    {
        var success = Run(MineOutcome.Succeeded, "", 5);
        Assert.NotNull(StoreMissingRule.Apply(Daily with { Skipped = Now }));
        Assert.NotNull(StoreMissingRule.Apply(Daily with { Skipped = Now, Runs = [success] }));
        Assert.Null(StoreMissingRule.Apply(Daily with { Skipped = Now.AddDays(-4), Runs = [success] }));
        Assert.Null(StoreMissingRule.Apply(Daily with { Skipped = Now.AddDays(-6), Runs = [success] }));
    }

    [Fact]
    public void A_run_in_the_second_of_the_install_counts() =>
        Assert.NotNull(StoreMissingRule.Apply(Daily with { Since = Now.AddMilliseconds(900), Runs = [Skip(0)] }));

    private static HealthFinding? Apply(params MineRun[] runs) => StoreMissingRule.Apply(Daily with { Runs = runs });

    private static MineRun Skip(int daysAgo) =>
        Run(MineOutcome.Skipped, "nothing to mine: /mnt/notes does not exist", daysAgo);

    private static MineRun Run(MineOutcome outcome, string reason, int daysAgo) =>
        new()
        {
            Name = "mine-notes",
            Id = $"{daysAgo}",
            Outcome = outcome,
            Reason = reason,
            Started = Now.AddDays(-daysAgo),
        };
}

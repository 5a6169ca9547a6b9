using System.Globalization;
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
    }

    [Fact]
    public void Runs_that_were_skipped_for_another_reason_say_nothing_about_the_store()
    {
        var container = Run(MineOutcome.Skipped, "there is no container devbox", 0);
        Assert.Null(Apply(container));
        Assert.NotNull(Apply(Run(MineOutcome.Skipped, "there is no container devbox", 0), Skip(1)));
        MineRun[] runs = [container, Skip(5), Skip(6), Run(MineOutcome.Skipped, "stopped", 7)];
        Assert.NotNull(Apply(runs));
        Assert.Null(Apply([.. runs, Run(MineOutcome.Succeeded, "", 8)]));
        Assert.NotNull(Apply([.. runs, Run(MineOutcome.Succeeded, "", 9)]));
    }

    [Fact]
    public void A_run_after_the_skipped_ones_ends_the_problem() =>
        Assert.Null(Apply(Run(MineOutcome.NothingNew, "", 0), Skip(1), Skip(2), Skip(3), Skip(4), Skip(5)));

    [Fact]
    public void A_store_that_exists_again_is_no_problem() =>
        Assert.Null(StoreMissingRule.Apply(Daily with { Runs = [Skip(0)], MissingStore = null }));

    [Fact]
    public void A_change_of_another_setting_does_not_end_the_problem()
    {
        var changed = Daily with { Since = Now.AddHours(-1) };
        Assert.NotNull(StoreMissingRule.Apply(changed with { Runs = [Skip(1), Skip(2)] }));
        var success = Run(MineOutcome.Succeeded, "", 2);
        Assert.Null(StoreMissingRule.Apply(changed with { Runs = [Skip(0), Skip(1), success] }));
    }

    [Fact]
    public void Runs_before_the_store_was_set_say_nothing_about_it()
    {
        var changed = Daily with { StoreSince = Now.AddHours(-1) };
        MineRun[] runs = [Skip(0), Run(MineOutcome.Succeeded, "", 1)];
        Assert.NotNull(StoreMissingRule.Apply(changed with { Runs = runs }));
        Assert.Null(StoreMissingRule.Apply(Daily with { Runs = runs }));
        // A reinstalled schedule has kept its history.
        Assert.Null(StoreMissingRule.Apply(changed with { Runs = [Skip(1), Skip(2)] }));
        Assert.NotNull(StoreMissingRule.Apply(changed with { Runs = [Skip(1)], StoreSince = Now.AddDays(-1) }));
    }

    [Theory]
    [InlineData("/mnt/notes", "nothing to mine: /mnt/notes does not exist", true)]
    [InlineData("/mnt/notes", "nothing to mine: /mnt/notes does not exist in the container", true)]
    [InlineData("/mnt/notes", "nothing to mine: /mnt/old does not exist", false)]
    [InlineData("/mnt/notes", "nothing to mine: /mnt/notes/old does not exist", false)]
    [InlineData("~/.codex/sessions", "nothing to mine: /root/.codex/sessions does not exist in the container", true)]
    public void Only_runs_that_name_the_current_store_count(string store, string reason, bool isReported)
    {
        var facts = Daily with { MissingStore = store, Runs = [Run(MineOutcome.Skipped, reason, 0)] };
        Assert.Equal(isReported, StoreMissingRule.Apply(facts) is not null);
    }

    [Fact]
    public void The_problem_says_since_when()
    {
        var first = Now.AddDays(-2).ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Assert.Contains($"All runs since {first} were skipped", Apply(Skip(0), Skip(2))!.Problem, Ordinal);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

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

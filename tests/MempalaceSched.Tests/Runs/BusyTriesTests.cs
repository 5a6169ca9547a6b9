using MempalaceSched.Runs;

namespace MempalaceSched.Tests.Runs;

public sealed class BusyTriesTests
{
    [Fact]
    public void Consecutive_busy_tries_of_one_occurrence_are_one_run()
    {
        var runs = new[]
        {
            Run("7", MineOutcome.Succeeded, null),
            Run("6", MineOutcome.Busy, "2026-11-24T03:00"),
            Run("5", MineOutcome.Busy, "2026-11-24T03:00"),
            Run("4", MineOutcome.Busy, "2026-11-23T03:00"),
            Run("3", MineOutcome.Failed, null),
            Run("2", MineOutcome.Busy, "2026-11-23T03:00"),
            Run("1", MineOutcome.Busy, null),
            Run("0", MineOutcome.Busy, null),
        };

        Assert.Equal(
            [("7", 1), ("6", 2), ("4", 1), ("3", 1), ("2", 1), ("1", 1), ("0", 1)],
            BusyTries.Fold(runs).Select(run => (run.Id, run.Tries))
        );
        Assert.Empty(BusyTries.Fold([]));
    }

    private static MineRun Run(string id, MineOutcome outcome, string? occurrence) =>
        new()
        {
            Name = "job",
            Id = id,
            Outcome = outcome,
            Started = DateTimeOffset.UnixEpoch,
            Occurrence = occurrence,
        };
}

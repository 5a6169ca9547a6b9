using CsCheck;
using MempalaceSched.Runs;

namespace MempalaceSched.Tests.Runs;

public sealed class NewestFirstTests
{
    private static readonly DateTimeOffset Zero = new(2027, 1, 4, 3, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Random overlapping runs in the order of the history file. A killed run is written some time after its start.
    /// </summary>
    public static readonly Gen<List<MineRun>> Appended = Gen.Select(Gen.Int[0, 500], Gen.Int[0, 60], Gen.Bool)
        .List[0, 60]
        .Select(times =>
            times
                .Select(
                    (time, i) =>
                        (
                            Run: Run($"r{i}", time.Item1, time.Item3 ? time.Item1 + time.Item2 : null),
                            Written: time.Item1 + time.Item2
                        )
                )
                .OrderBy(each => each.Written)
                .Select(each => each.Run)
                .ToList()
        );

    [Fact]
    public void Runs_are_sorted_by_start_time() =>
        Appended.Sample(
            runs =>
            {
                var sorted = NewestFirst.Sort(Enumerable.Reverse(runs)).ToList();
                Assert.Equal(runs.Select(run => run.Started).OrderDescending(), sorted.Select(run => run.Started));
                Assert.Equal(runs.Select(run => run.Id).Order(), sorted.Select(run => run.Id).Order());
            },
            iter: 2000
        );

    [Fact]
    public void A_run_is_returned_when_no_newer_run_is_possible()
    {
        var asked = 0;
        Assert.Equal(
            "r1000",
            NewestFirst
                .Sort(
                    Endless(1000)
                        .Select(run =>
                        {
                            asked++;
                            return run;
                        })
                )
                .First()
                .Id
        );
        Assert.Equal(2, asked);
    }

    [Fact]
    public void A_wrong_clock_neither_loses_nor_delays_runs() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[-500, 500])
            .List[0, 60]
            .Sample(
                times =>
                {
                    var runs = times.Select((time, i) => Run($"r{i}", time.Item1, time.Item2)).ToList();
                    Assert.Equal(
                        runs.Select(run => run.Id).Order(),
                        NewestFirst.Sort(runs).Select(run => run.Id).Order()
                    );
                    var asked = 0;
                    var early = Enumerable
                        .Range(0, 100_000)
                        .Select(i =>
                        {
                            asked++;
                            return Run($"r{i}", -i, null);
                        });
                    Assert.Equal("r0", NewestFirst.Sort(early).First().Id);
                    Assert.InRange(asked, 1, 2000);
                },
                iter: 20
            );

    [Fact]
    public void Runs_of_several_schedules_are_merged() =>
        Appended
            .List[0, 5]
            .Sample(schedules =>
            {
                var each = schedules.Select(runs => NewestFirst.Sort(Enumerable.Reverse(runs))).ToList();
                var merged = NewestFirst.Merge(each).ToList();
                Assert.Equal(
                    schedules.SelectMany(runs => runs).Select(run => run.Started).OrderDescending(),
                    merged.Select(run => run.Started)
                );
                Assert.Equal(
                    schedules.Sum(runs => runs.Count),
                    merged.Distinct(ReferenceEqualityComparer.Instance).Count()
                );
            });

    [Fact]
    public void Merge_reads_only_the_requested_runs_and_closes_every_source()
    {
        var (asked, closed) = (0, 0);
        Assert.Equal(
            ["r1000", "r999", "r999"],
            NewestFirst.Merge([Counted(1000), Counted(999)]).Take(3).Select(run => run.Id)
        );
        Assert.InRange(asked, 4, 5);
        Assert.Equal(2, closed);

        IEnumerable<MineRun> Counted(int from)
        {
            try
            {
                foreach (var run in Endless(from))
                {
                    asked++;
                    yield return run;
                }
            }
            finally
            {
                closed++;
            }
        }
    }

    private static IEnumerable<MineRun> Endless(int from)
    {
        for (var i = from; ; i--)
            yield return Run($"r{i}", 10 * i, (10 * i) + 5);
    }

    private static MineRun Run(string id, int started, int? ended) =>
        new()
        {
            Name = "s",
            Id = id,
            Outcome = MineOutcome.Succeeded,
            Started = Zero.AddMinutes(started),
            Ended = ended is { } end ? Zero.AddMinutes(end) : null,
        };
}

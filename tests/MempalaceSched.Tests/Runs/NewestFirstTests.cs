using CsCheck;
using MempalaceSched.Runs;

namespace MempalaceSched.Tests.Runs;

public sealed class NewestFirstTests
{
    private static readonly DateTimeOffset Zero = new(2027, 1, 4, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Runs that overlap as they like, some of them killed: those are written down some time after.</summary>
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
    public void Runs_in_the_order_of_their_ends_come_in_that_of_their_beginnings() =>
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
    public void A_run_comes_as_soon_as_none_can_be_newer()
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
    public void Clocks_that_were_wrong_lose_no_run_and_hold_none_back_for_ever() =>
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
    public void Several_schedules_come_as_one() =>
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
    public void Of_several_schedules_no_more_is_read_than_is_asked_for_and_all_are_closed()
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

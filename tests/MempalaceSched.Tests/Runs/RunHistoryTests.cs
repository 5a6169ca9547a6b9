using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Runs;

public sealed class RunHistoryTests : IDisposable
{
    private const string Folder = ".local/state/mempalace-sched/s";
    private readonly TempFolder home = new();

    private RunHistory History => new(new StandardPaths(Machine.With(home.Path)));

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_line_from_the_launcher_is_read_as_a_run()
    {
        Write(
            """{"id":"20270104T031200Z-77","trigger":"scheduled","started":"2027-01-04T03:12:00Z","ended":"2027-01-04T03:14:05Z","duration":125,"exitCode":0,"outcome":"Succeeded","reason":"","filesProcessed":3,"filesSkipped":59,"drawersFiled":9,"log":"20270104T031200Z-77.log"}"""
                + "\n"
        );
        var run = History.Last("s")!;
        Assert.Equal(
            ("s", "20270104T031200Z-77", MineOutcome.Succeeded, "scheduled"),
            (run.Name, run.Id, run.Outcome, run.Trigger)
        );
        Assert.Equal((0, 3, 59, 9), (run.ExitCode, run.Processed, run.Skipped, run.Filed));
        Assert.Equal(new DateTimeOffset(2027, 1, 4, 3, 12, 0, TimeSpan.Zero), run.Started.ToUniversalTime());
        Assert.Equal(TimeSpan.FromSeconds(125), run.Duration);
        Assert.Equal(home[$"{Folder}/logs/20270104T031200Z-77.log"], run.LogPath);
    }

    [Theory]
    [InlineData("", true)] // MempalaceSched 0.1 writes no version
    [InlineData("\"version\":1,", true)]
    [InlineData("\"version\":1,\"later\":[{}],", true)]
    [InlineData("\"version\":2,", false)]
    public void Only_lines_of_known_versions_are_read(string version, bool isRead)
    {
        Write($$"""{{"{"}}{{version}}"id":"x","started":"2027-01-04T03:12:00Z","outcome":"Failed"}""" + "\n");
        Assert.Equal(isRead, History.Last("s") is { Outcome: MineOutcome.Failed });
    }

    [Fact]
    public void Fields_can_have_any_order_and_unknown_ones_are_ignored()
    {
        Write(
            """{"outcome":"Failed","later":{"a":[1]},"exitCode":3,"id":"a","version":1,"started":"2027-01-04T03:12:00Z"}"""
        );
        var run = History.Last("s")!;
        Assert.Equal(("a", MineOutcome.Failed, 3), (run.Id, run.Outcome, run.ExitCode));
        Assert.Equal(("", null, null), (run.Reason, run.Ended, run.LogPath));
    }

    [Fact]
    public void A_killed_run_has_no_end_time()
    {
        Write(
            """{"id":"a","trigger":"manual","started":"2027-01-04T03:12:00Z","log":"a.log","ended":null,"duration":null,"exitCode":null,"outcome":"Interrupted","reason":"the launcher was killed"}"""
        );
        var run = History.Last("s")!;
        Assert.Null(run.Ended);
        Assert.Null(run.Duration);
        Assert.Null(run.ExitCode);
        Assert.Equal((MineOutcome.Interrupted, "the launcher was killed"), (run.Outcome, run.Reason));
    }

    [Theory]
    [InlineData("{\"id\":\"torn\",\"trig")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("\0\0\0")]
    [InlineData("{\"id\":\"x\",\"outcome\":\"Failed\"}")]
    [InlineData("{\"id\":\"\",\"started\":\"2027-01-04T03:12:00Z\",\"outcome\":\"Failed\"}")]
    [InlineData("{\"id\":\"x\",\"started\":\"2027-01-04T03:12:00Z\",\"outcome\":\"Exploded\"}")]
    [InlineData("{\"id\":\"x\",\"started\":\"2027-01-04T03:12:00Z\",\"outcome\":\"5\"}")]
    [InlineData("{\"id\":\"x\",\"started\":\"yesterday\",\"outcome\":\"Failed\"}")]
    [InlineData(
        "{\"id\":\"x\",\"started\":\"2027-01-04T03:12:00Z\",\"outcome\":\"Failed\",\"duration\":900000000000000000}"
    )]
    public void Invalid_and_incomplete_lines_are_skipped(string line)
    {
        Write($"{Line("good")}\n{line}\n");
        Assert.Equal("good", History.Last("s")!.Id);
        Write($"{line}\n{Line("good")}");
        Assert.Equal("good", History.Last("s")!.Id);
        Write(line);
        Assert.Null(History.Last("s"));
    }

    [Fact]
    public void The_last_line_is_the_newest_run_with_any_line_ending()
    {
        Write($"{Line("a")}\r\n{Line("b")}\r\n");
        Assert.Equal("b", History.Last("s")!.Id);
        Assert.Equal("a", History.Find("s", "a")!.Id);
        Assert.Null(History.Find("s", "c"));
    }

    [Fact]
    public void A_long_file_is_read_from_its_end()
    {
        Write(string.Concat(Enumerable.Range(0, 3000).Select(i => Line($"run-{i}-é") + "\n")));
        Assert.Equal("run-2999-é", History.Last("s")!.Id);
        Assert.NotNull(History.Find("s", "run-2900-é"));
    }

    [Fact]
    public void All_runs_are_read_and_invalid_lines_are_reported_by_number() =>
        Gen.OneOf("", "\r", "torn {", "\0\0\0", new string('y', 70_000), "[1]", "good")
            .List[0, 40]
            .Sample(
                kinds =>
                {
                    var lines = kinds.Select((kind, i) => kind == "good" ? Line($"run-{i}-é") : kind).ToList();
                    Write(string.Join('\n', lines) + (kinds.Count % 2 == 0 ? "\n" : ""));
                    List<string> warnings = [];
                    var runs = History.Read("s", warn: warnings.Add).Select(run => run.Id).ToList();
                    Assert.Equal(
                        lines
                            .Index()
                            .Where(line => kinds[line.Index] == "good")
                            .Select(line => $"run-{line.Index}-é")
                            .Reverse(),
                        runs
                    );
                    Assert.Equal(
                        lines
                            .Index()
                            .Where(line => kinds[line.Index] is not "good" and not "" and not "\r")
                            .Select(line => $"Line {line.Index + 1} ")
                            .Reverse(),
                        warnings.Select(warning => warning[..(warning.IndexOf(" of '", StringComparison.Ordinal) + 1)])
                    );
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public void Since_returns_later_runs_and_reads_little_else() =>
        Gen.Select(NewestFirstTests.Appended, Gen.Int[-10, 600])
            .Sample(
                (runs, minutes) =>
                {
                    var since = new DateTimeOffset(2027, 1, 4, 3, 0, 0, TimeSpan.Zero).AddMinutes(minutes);
                    var old = string.Concat(
                        Enumerable
                            .Range(0, 300)
                            .Select(i => Line($"old-{i}", "2020-01-01T00:00:00Z", "2020-01-01T00:01:00Z") + "\n")
                    );
                    var bad = "bad\n" + old;
                    Write(
                        bad
                            + string.Concat(
                                runs.Select(run =>
                                    Line(run.Id, run.Started.ToString("u"), run.Ended?.ToString("u")) + "\n"
                                )
                            )
                    );
                    List<string> warnings = [];
                    Assert.Equal(
                        runs.Where(run => run.Started >= since).Select(run => run.Id).Reverse(),
                        History.Read("s", since, warnings.Add).Select(run => run.Id)
                    );
                    Assert.Empty(warnings); // the invalid line precedes the part that is read
                },
                iter: 40,
                threads: 1
            );

    [Fact]
    public void Runs_with_wrong_times_do_not_hide_earlier_runs()
    {
        Write(
            Line("right", "2027-01-04T03:00:00Z", "2027-01-04T03:01:00Z")
                + "\n"
                + string.Concat(
                    Enumerable.Repeat(Line("wrong", "1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z") + "\n", 20)
                )
        );
        Assert.Equal(
            ["right"],
            History.Read("s", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).Select(run => run.Id)
        );
    }

    [Fact]
    public void A_run_is_found_by_ID_at_any_position()
    {
        Write(
            string.Concat(
                Enumerable
                    .Range(0, 3000)
                    .Select(i =>
                        Line($"20270104T03{i / 60:00}{i % 60:00}Z-1", "2027-01-04T03:12:00Z", "2027-01-04T03:12:00Z")
                        + "\n"
                    )
            )
        );
        Assert.NotNull(History.Find("s", "20270104T030000Z-1"));
        Assert.Null(History.Find("s", "20270105T030000Z-1"));
        Assert.Null(History.Find("s", "00010101T000000Z-1"));
    }

    [Fact]
    public void A_file_without_entries_has_no_runs()
    {
        Assert.Null(History.Last("s"));
        Write("");
        Assert.Null(History.Last("s"));
        Write(new string('\n', 100_000));
        Assert.Null(History.Last("s"));
        Write(new string('x', 100_000));
        Assert.Null(History.Last("s"));
    }

    [Fact]
    public void The_error_for_an_unreadable_file_contains_its_path()
    {
        Directory.CreateDirectory(home[$"{Folder}/history.jsonl"]);
        var fault = Assert.Throws<MempalaceException>(() => History.Last("s"));
        Assert.Equal("FileFailed", fault.Id);
        Assert.Contains("history.jsonl", fault.Message, StringComparison.Ordinal);
    }

    private static string Line(string id, string started, string? ended) =>
        $$"""{"id":"{{id}}","trigger":"manual","started":"{{started.Replace(' ', 'T')}}","ended":{{(ended is null ? "null" : $"\"{ended.Replace(' ', 'T')}\"")}},"outcome":"Failed","exitCode":1}""";

    private static string Line(string id) =>
        $$"""{"id":"{{id}}","trigger":"manual","started":"2027-01-04T03:12:00Z","outcome":"Failed","exitCode":1}""";

    private void Write(string text) => home.Write($"{Folder}/history.jsonl", text);
}

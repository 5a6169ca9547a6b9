namespace MempalaceSched.Tests.Engine;

public sealed class LogTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void The_newest_log_is_shown_and_by_its_id_any()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var first = bed.Works("Start-MempalaceMine mempalace-session | ForEach-Object Id").Output.Single();
        Assert.Contains("Mining 1 of 2: one", Log(""));
        bed.Home.Program("bin/mempalace-session", "#!/bin/sh\necho one\necho 'zwei ö'\nprintf three");
        bed.Works("Start-MempalaceMine mempalace-session");
        Assert.Equal(["one", "zwei ö", "three"], Log("mempalace-session"));
        Assert.Equal(["zwei ö", "three"], Log("mempalace-s* -Tail 2"));
        Assert.Empty(Log("-Tail 0"));
        Assert.Equal(["one", "zwei ö", "three"], Log("-Follow")); // nothing runs: it ends
        Assert.Contains("Mining 1 of 2: one", Log($"mempalace-session -RunId {first}"));
        Assert.Contains("Mining 1 of 2: one", Log($"-Id {first}"));
        Assert.Equal(
            ["three", "  Drawers filed: 6"],
            bed.Works("Get-MempalaceMineHistory | Get-MempalaceMineLog -Tail 1").Output
        );
        Assert.Equal(["three"], bed.Works("Get-MempalaceSchedule | Get-MempalaceMineLog -Tail 1").Output);
        bed.Works("Remove-MempalaceSchedule mempalace-session");
        Assert.Equal(["three"], Log("mempalace-session -Tail 1"));
    }

    [Fact]
    public void A_running_mine_is_followed_to_its_end_line_by_line()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Program(
            "bin/mempalace-session",
            $"#!/bin/sh\necho first\n{bed.UntilToldToGoOn}\necho second\nprintf third\n"
        );
        // The first line sets the mine going, so it has come before the mine ended.
        var response = bed.Works(
            $"Start-MempalaceMine mempalace-session -NoWait | Get-MempalaceMineLog -Follow | ForEach-Object {{ if ($_ -eq 'first') {{ [IO.File]::WriteAllText('{bed.Home["go-on"]}', '') }}; $_ }}"
        );
        Assert.Equal(["first", "second", "third"], response.Output);
        Assert.Equal(["Succeeded"], bed.Works("Get-MempalaceSchedule | ForEach-Object LastOutcome").Output);
    }

    [Fact]
    public void Ctrl_C_ends_the_following_and_not_the_mine()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Program("bin/mempalace-session", $"#!/bin/sh\necho going\n{bed.UntilToldToGoOn}\n");
        bed.Works("Start-MempalaceMine mempalace-session -NoWait");
        Assert.True(
            SpinWait.SpinUntil(
                () => File.Exists(bed.Home["state/mempalace-sched/mempalace-session/running"]),
                TimeSpan.FromSeconds(60)
            )
        );
        var response = bed.Run(
            $"Get-MempalaceMineLog -Follow | ForEach-Object {{ [IO.File]::WriteAllText('{bed.Home["seen"]}', $_) }}",
            stopOnceThereIs: bed.Home["seen"]
        );
        Assert.True(response.Stopped);
        Assert.True(response.SecondsToStop < 10, $"{response.SecondsToStop} s");
        Assert.Equal(["Running"], bed.Works("Get-MempalaceSchedule | ForEach-Object LastOutcome").Output);
        Assert.Equal(["going"], Log("")); // without -Follow it is what there is so far
        bed.GoOn();
        Assert.Equal(["going"], Log("-Follow"));
        Assert.Equal(["Succeeded"], bed.Works("Get-MempalaceSchedule | ForEach-Object LastOutcome").Output);
    }

    [Fact]
    public void An_unknown_run_is_an_error_that_names_the_newest()
    {
        var ids = Enumerable.Range(1, 7).Select(day => $"2027010{day}T030000Z-1").ToArray();
        Has("a", [.. ids.Select((id, day) => Line(id, day + 1, "null"))]);
        foreach (var id in new[] { "nope", "../../secret", "20270101T030000Z-2" })
        {
            var error = Assert.Single(bed.Run($"Get-MempalaceMineLog a -RunId {id}").Errors);
            Assert.Equal("RunNotFound,MempalaceSched.Commands.GetMempalaceMineLogCommand", error.Id);
            Assert.Contains(
                $"The newest are: {string.Join(", ", ids.Reverse().Take(5))}.",
                error.Advice,
                StringComparison.Ordinal
            );
        }
        Has("b");
        Assert.Equal("It has not run yet.", Assert.Single(bed.Run("Get-MempalaceMineLog b -RunId nope").Errors).Advice);
    }

    [Fact]
    public void A_log_that_is_not_kept_is_told_from_one_that_never_was()
    {
        Has("a", Line("20270101T030000Z-1", 1, "\"20270101T030000Z-1.log\""), Line("20270102T030000Z-1", 2, "null"));
        Assert.Contains("only the last 20 are kept", NotKept("20270101T030000Z-1"), StringComparison.Ordinal);
        Assert.Contains(
            "it ended before the mine began (Skipped: nothing to mine)",
            NotKept("20270102T030000Z-1"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "NoLog,",
            Assert.Single(bed.Run("Get-MempalaceMineLog a").Errors).Id,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "ScheduleNotFound,",
            Assert.Single(bed.Run("Get-MempalaceMineLog nope").Errors).Id,
            StringComparison.Ordinal
        );
        Assert.Empty(Log("no*"));
    }

    private string NotKept(string id)
    {
        var error = Assert.Single(bed.Run($"Get-MempalaceMineLog a -RunId {id}").Errors);
        Assert.Equal("LogNotKept,MempalaceSched.Commands.GetMempalaceMineLogCommand", error.Id);
        return error.Message;
    }

    private List<string> Log(string arguments) => bed.Works($"Get-MempalaceMineLog {arguments}").Output;

    private void Has(string name, params string[] lines) =>
        bed.Home.Write($"state/mempalace-sched/{name}/history.jsonl", string.Join('\n', lines) + "\n");

    private static string Line(string id, int day, string log) =>
        $$"""{"id":"{{id}}","trigger":"manual","started":"2027-01-0{{day}}T03:00:00Z","ended":"2027-01-0{{day}}T03:01:00Z","outcome":"Skipped","reason":"nothing to mine","log":{{log}}}""";
}

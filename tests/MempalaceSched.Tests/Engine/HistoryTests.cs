using System.Globalization;
using System.Reflection;
using System.Xml.Linq;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Engine;

public sealed class HistoryTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void What_was_mined_is_there_newest_first()
    {
        bed.Works(
            "Install-MempalaceSchedule OpenCode, Pi; Start-MempalaceMine mempalace-session; Start-MempalaceMine mempalace-session"
        );
        var response = bed.Works("Get-MempalaceMineHistory");
        Assert.All(response.Types, type => Assert.Equal("MempalaceSched.MineRun", type));
        Assert.Equal(
            ["mempalace-session NothingNew", "mempalace-session Succeeded"],
            Ids("", "\"$($_.Name) $($_.Outcome)\"")
        );
        Assert.Empty(Ids("mempalace-pi-session"));
    }

    [Fact]
    public void Several_schedules_are_one_list_and_each_has_its_newest()
    {
        Has("a", Line("a1", 1), Line("a3", 3), Line("a5", 5, "Failed"));
        Has("b", Line("b2", 2, "Failed"), Line("b4", 4), Line("b6", 6));
        Assert.Equal(["b6", "a5", "b4", "a3", "b2", "a1"], Ids(""));
        Assert.Equal(["b6", "b4", "b2"], Ids("b"));
        Assert.Equal(["b6", "a5", "b4", "a3"], Ids("-Last 2"));
        Assert.Equal(["a5", "b2"], Ids("-Outcome Failed, TimedOut -Last 1"));
        Assert.Equal(["b6", "a5", "b4", "a3", "b2", "a1"], Ids("'a', 'b', 'A*'"));
        Assert.Equal(
            ["b6"],
            bed.Works("foreach ($once in 1) { Get-MempalaceMineHistory | ForEach-Object { $_.Id; break } }").Output
        );
        Assert.Equal(["b6", "a5"], bed.Works("'a', 'b' | Get-MempalaceMineHistory -Last 1 | ForEach-Object Id").Output);
        Assert.Equal(
            ["a5"],
            bed.Works(
                "Get-MempalaceMineHistory a -Last 1 | Get-MempalaceMineHistory -Last 1 | ForEach-Object Id"
            ).Output
        );
    }

    [Fact]
    public void A_schedule_pipes_into_its_history()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        Has("mempalace-session", Line("one", 1));
        Has("removed", Line("two", 2));
        Assert.Equal(["one"], bed.Works("Get-MempalaceSchedule | Get-MempalaceMineHistory | ForEach-Object Id").Output);
    }

    [Fact]
    public void The_history_of_a_removed_schedule_is_found()
    {
        bed.Works(
            "Install-MempalaceSchedule OpenCode; Start-MempalaceMine mempalace-session; Remove-MempalaceSchedule mempalace-session"
        );
        Assert.Equal(["Succeeded"], Ids("Mempalace-Session", "$_.Outcome"));
        Assert.Equal(["Succeeded"], Ids("*-sess*", "$_.Outcome"));
        var response = bed.Run("Get-MempalaceMineHistory nope, mempalace-session, no*, locks | ForEach-Object Outcome");
        Assert.Equal(["Succeeded"], response.Output);
        Assert.Equal(["nope", "locks"], response.Errors.Select(error => error.Target));
        Assert.All(
            response.Errors,
            error => Assert.Equal("ScheduleNotFound,MempalaceSched.Commands.GetMempalaceMineHistoryCommand", error.Id)
        );
    }

    [Fact]
    public void Since_takes_a_time_and_how_long_ago()
    {
        var now = DateTimeOffset.UtcNow;
        Has("a", Line("old", now.AddDays(-9)), Line("week", now.AddDays(-6)), Line("hour", now.AddMinutes(-50)));
        Assert.Equal(["hour", "week"], Ids("-Since 7d"));
        Assert.Equal(["hour"], Ids("-Since 1h"));
        Assert.Equal(["hour"], Ids("-Since '1h'"));
        Assert.Equal(["hour"], Ids("-Since ([datetime]::Now.AddDays(-1))"));
        Assert.Equal(["hour", "week"], Ids("-Since ([datetimeoffset]::Now.AddDays(-7))"));
        Assert.Equal(["hour", "week"], Ids("-Since ([timespan]::FromDays(7))"));
        Assert.Equal(
            ["hour", "week"],
            Ids(string.Create(CultureInfo.InvariantCulture, $"-Since {now.AddDays(-7):yyyy-MM-dd}"))
        );
        Assert.Equal(["hour", "week", "old"], Ids("-Since 999999d"));
        Assert.Empty(Ids("-Since 2200-01-01"));
        var refused = bed.Run("Get-MempalaceMineHistory -Since sometime");
        Assert.Contains(
            "'sometime' is not a time. Write it as",
            (refused.Ended ?? refused.Errors[0]).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_torn_line_is_passed_over_with_a_warning_of_its_number()
    {
        Has("a", Line("a1", 1), "{\"id\":\"torn", Line("a3", 3), "\0\0");
        var response = bed.Works("Get-MempalaceMineHistory a | ForEach-Object Id");
        Assert.Equal(["a3", "a1"], response.Output);
        Assert.Equal(
            [4, 2],
            response.Warnings.Select(warning => int.Parse(warning.Split(' ')[1], CultureInfo.InvariantCulture))
        );
        Assert.All(
            response.Warnings,
            warning =>
                Assert.Contains(bed.Home["state/mempalace-sched/a/history.jsonl"], warning, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_history_that_cannot_be_read_hides_no_other()
    {
        Has("a", Line("a1", 1));
        Directory.CreateDirectory(bed.Home["state/mempalace-sched/b/history.jsonl"]);
        var response = bed.Run("Get-MempalaceMineHistory | ForEach-Object Id");
        Assert.Equal(["a1"], response.Output);
        Assert.Equal(
            "FileFailed,MempalaceSched.Commands.GetMempalaceMineHistoryCommand",
            Assert.Single(response.Errors).Id
        );
    }

    [Theory]
    [InlineData("-Last 0")]
    [InlineData("-Name $null")]
    [InlineData("-Outcome Exploded")]
    public void Nonsense_is_refused_by_the_binder(string arguments)
    {
        var response = bed.Run($"Get-MempalaceMineHistory {arguments}");
        Assert.Matches(
            "^(ParameterArgument|CannotConvertArgument)",
            (response.Ended ?? Assert.Single(response.Errors)).Id
        );
    }

    [Fact]
    public void The_list_view_has_all_there_is_and_the_path_of_the_log_last()
    {
        var view = XDocument
            .Load(Path.Combine(Repository.Module, "MempalaceSched.Format.ps1xml"))
            .Descendants("View")
            .Single(view =>
                view.Descendants("TypeName").Any(name => name.Value == "MempalaceSched.MineRun")
                && view.Element("ListControl") is not null
            );
        var shown = view.Descendants("ListItem")
            .Select(item => (string?)item.Element("Label") ?? (string)item.Element("PropertyName")!)
            .ToList();
        Assert.Equal(
            typeof(MineRun)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(property => property.Name)
                .Order(),
            shown.Order()
        );
        Assert.Equal("LogPath", shown[^1]);
        Assert.All(
            view.Descendants("ListItem").Where(item => item.Element("ScriptBlock") is not null),
            item =>
                Assert.Contains(
                    $"$_.{item.Element("Label")!.Value}.",
                    item.Element("ScriptBlock")!.Value,
                    StringComparison.Ordinal
                )
        );
    }

    private List<string> Ids(string arguments, string what = "$_.Id") =>
        bed.Works($"Get-MempalaceMineHistory {arguments} | ForEach-Object {{ {what} }}").Output;

    private void Has(string name, params string[] lines) =>
        bed.Home.Write($"state/mempalace-sched/{name}/history.jsonl", string.Join('\n', lines) + "\n");

    private static string Line(string id, int day, string outcome = "Succeeded") =>
        Line(id, new DateTimeOffset(2027, 1, day, 3, 0, 0, TimeSpan.Zero), outcome);

    private static string Line(string id, DateTimeOffset started, string outcome = "Succeeded") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"{{id}}","trigger":"manual","started":"{{started:yyyy-MM-dd'T'HH:mm:ss'Z'}}","ended":"{{started.AddMinutes(1):yyyy-MM-dd'T'HH:mm:ss'Z'}}","duration":60,"exitCode":0,"outcome":"{{outcome}}","reason":""}"""
        );
}

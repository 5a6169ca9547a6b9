namespace MempalaceSched.Tests.Engine;

public sealed class RemoveTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void Nothing_is_left_but_the_history()
    {
        var before = Directory
            .GetFiles(bed.Home.Path, "*", SearchOption.AllDirectories)
            .Where(NotRecorded)
            .Order()
            .ToList();
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        bed.Home.Write("state/mempalace-sched/mempalace-session/history.jsonl", "");
        var response = bed.Works("Get-MempalaceSchedule | Remove-MempalaceSchedule");
        Assert.Empty(response.Output);
        Assert.Equal(
            [
                .. before,
                bed.Home["state/mempalace-sched/locks/changes.lock"],
                bed.Home["state/mempalace-sched/mempalace-session/history.jsonl"],
            ],
            Directory.GetFiles(bed.Home.Path, "*", SearchOption.AllDirectories).Where(NotRecorded).Order()
        );
        Assert.False(Directory.Exists(bed.Home["config/mempalace-sched"]));
        Assert.False(Directory.Exists(bed.Home["data/mempalace-sched"]));
    }

    [Fact]
    public void Purge_leaves_nothing_at_all()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write("state/mempalace-sched/mempalace-session/logs/x.log", "");
        bed.Works("Remove-MempalaceSchedule mempalace-session -Purge");
        Assert.False(Directory.Exists(bed.Home["state/mempalace-sched"]));
    }

    [Fact]
    public void A_definition_that_cannot_be_read_is_not_in_the_way_of_another_purge()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write("config/mempalace-sched/broken.json", "{");
        bed.Works("Remove-MempalaceSchedule mempalace-session -Purge");
        Assert.False(Directory.Exists(bed.Home["state/mempalace-sched/mempalace-session"]));
    }

    [Theory]
    [InlineData("Get-MempalaceSchedule | Where-Object Source -eq Pi | Remove-MempalaceSchedule")]
    [InlineData("'mempalace-pi-session' | Remove-MempalaceSchedule")]
    [InlineData("Remove-MempalaceSchedule *-pi-*")]
    [InlineData("[pscustomobject]@{ Name = 'mempalace-pi-session' } | Remove-MempalaceSchedule")]
    [InlineData("Remove-MempalaceSchedule -InputObject (Get-MempalaceSchedule mempalace-pi-session)")]
    [InlineData(
        "Get-MempalaceSchedule *-pi-* | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) } | Remove-MempalaceSchedule"
    )]
    public void However_it_is_named_only_that_one_goes(string script)
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        bed.Works(script);
        Assert.Equal(["mempalace-session"], bed.Works("Get-MempalaceSchedule | ForEach-Object Name").Output);
    }

    [Fact]
    public void WhatIf_shows_all_and_removes_nothing()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var (before, changes) = (bed.Listing(), bed.Changes.Length);
        var response = bed.Works("Remove-MempalaceSchedule * -Purge -WhatIf");
        Assert.Equal(changes, bed.Changes.Length);
        Assert.Equal(before, bed.Listing());
        Assert.Contains(
            $"delete {bed.Home["config/systemd/user/mempalace-session.timer"]}",
            response.Host,
            StringComparison.Ordinal
        );
        Assert.Contains("disable --now", response.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_that_is_declined_keeps_it()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var response = bed.Run("Remove-MempalaceSchedule mempalace-session -Confirm", answers: [2]);
        Assert.Contains("Remove the schedule 'mempalace-session'?", response.Host, StringComparison.Ordinal);
        Assert.Single(bed.Works("Get-MempalaceSchedule").Output);
    }

    [Fact]
    public void A_name_that_is_not_there_is_an_error_and_the_others_go()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var response = bed.Run("Remove-MempalaceSchedule nope, mempalace-session");
        Assert.Equal(
            "ScheduleNotFound,MempalaceSched.Commands.RemoveMempalaceScheduleCommand",
            Assert.Single(response.Errors).Id
        );
        Assert.Empty(bed.Works("Get-MempalaceSchedule").Output);
        Assert.Empty(bed.Works("Remove-MempalaceSchedule nope*").Errors);
    }

    [Fact]
    public void A_failure_puts_all_back()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var before = bed.Listing();
        bed.Home.Write("standin/fail-daemon-reload", "no answer");
        var error = Assert.Single(bed.Run("Remove-MempalaceSchedule mempalace-session -Purge").Errors);
        File.Delete(bed.Home["standin/fail-daemon-reload"]);
        Assert.StartsWith("SchedulerCommandFailed,", error.Id, StringComparison.Ordinal);
        Assert.Contains("All changes were undone.", error.Message, StringComparison.Ordinal);
        Assert.Equal(Files(before), Files(bed.Listing()));
    }

    [Fact]
    public void A_timer_that_somebody_has_deleted_leaves_no_link_behind()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var link = bed.Home["config/systemd/user/timers.target.wants/mempalace-session.timer"];
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, bed.Home["config/systemd/user/mempalace-session.timer"]);
        File.Delete(bed.Home["config/systemd/user/mempalace-session.timer"]);
        bed.Works("Remove-MempalaceSchedule mempalace-session");
        Assert.Null(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void A_mine_that_runs_is_not_purged_under_its_feet()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write(
            "state/mempalace-sched/mempalace-session/running",
            $$"""{"id":"r","trigger":"manual","started":"{{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}}","log":"r.log","pid":{{Environment.ProcessId}}}"""
        );
        Assert.StartsWith(
            "MineRunning,",
            Assert.Single(bed.Run("Remove-MempalaceSchedule mempalace-session -Purge").Errors).Id,
            StringComparison.Ordinal
        );
        bed.Works("Remove-MempalaceSchedule mempalace-session");
    }

    private static List<string> Files(string listing) =>
        [.. listing.Split('\n').Where(line => !line.StartsWith("standin", StringComparison.Ordinal))];

    private bool NotRecorded(string path) => !path.StartsWith(bed.Home["standin"], StringComparison.Ordinal);
}

using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Engine;

public sealed class RepairTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void What_was_changed_and_what_is_gone_is_put_back_to_the_byte()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi -At '04:00'");
        var before = bed.Home.Listing();
        File.AppendAllText(bed.Home["config/systemd/user/mempalace-session.timer"], "# mine\n");
        File.Delete(bed.Home["data/mempalace-sched/bin/mempalace-session"]);
        File.Delete(bed.Home["config/systemd/user/mempalace-pi-session.timer"]);
        Assert.Equal(["Missing", "Drifted"], Health());
        bed.Works("Repair-MempalaceSchedule");
        Assert.DoesNotContain(Health(), health => health is "Drifted" or "Missing");
        Assert.Equal(Files(before), Files(bed.Home.Listing()));
    }

    [Fact]
    public void A_definition_is_not_resolved_anew()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var definition = File.ReadAllText(bed.Home["config/mempalace-sched/mempalace-session.json"]);
        File.Delete(bed.Home["config/systemd/user/mempalace-session.timer"]);
        bed.Works(
            "$env:MEMPALACE_PALACE_PATH = '/elsewhere'; $env:PATH = \"/usr/sbin:$env:PATH\"; Repair-MempalaceSchedule mempalace-session"
        );
        Assert.Equal(definition, File.ReadAllText(bed.Home["config/mempalace-sched/mempalace-session.json"]));
    }

    [Fact]
    public void WhatIf_shows_the_difference_and_changes_nothing()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.AppendAllText(bed.Home["config/systemd/user/mempalace-session.timer"], "# mine\n");
        Orphan();
        var (before, changes) = (Files(bed.Home.Listing()), bed.Changes.Length);
        var response = bed.Works("Repair-MempalaceSchedule -WhatIf");
        Assert.Equal(before, Files(bed.Home.Listing()));
        Assert.Equal(changes, bed.Changes.Length);
        Assert.Contains(
            "Repair the schedule 'mempalace-session' under systemd",
            response.Host,
            StringComparison.Ordinal
        );
        Assert.Contains("-# mine", response.Host, StringComparison.Ordinal);
        Assert.Contains("Remove what is left of 'left-over' under systemd", response.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_as_it_should_be_is_left_alone_and_PassThru_shows_only_what_was_put_back()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi; Disable-MempalaceSchedule mempalace-pi-session");
        var changes = bed.Changes.Length;
        Assert.Contains(
            bed.Works("Repair-MempalaceSchedule mempalace-pi-session -Verbose").Verbose,
            line => line.Contains("is Disabled; nothing is changed", StringComparison.Ordinal)
        );
        Assert.Equal(changes, bed.Changes.Length);
        File.Delete(bed.Home["config/systemd/user/mempalace-session.service"]);
        Assert.Equal(
            ["mempalace-session"],
            bed.Works(
                "Get-MempalaceSchedule | Where-Object Health -eq Drifted | Repair-MempalaceSchedule -PassThru | ForEach-Object Name"
            ).Output
        );
    }

    [Fact]
    public void A_timer_that_runs_though_it_is_disabled_is_stopped()
    {
        bed.Works("Install-MempalaceSchedule OpenCode; Disable-MempalaceSchedule mempalace-session");
        bed.Home.Write("standin/active/mempalace-session.timer", "");
        bed.Works("Repair-MempalaceSchedule mempalace-session");
        Assert.False(File.Exists(bed.Home["standin/active/mempalace-session.timer"]));
        Assert.Equal(["Disabled"], Health());
    }

    [Fact]
    public void A_file_that_lost_our_mark_is_replaced_by_force_alone()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.WriteAllText(bed.Home["config/systemd/user/mempalace-session.timer"], "[Timer]\nOnCalendar=daily\n");
        Assert.StartsWith(
            "ScheduleExists,",
            Assert.Single(bed.Run("Repair-MempalaceSchedule").Errors).Id,
            StringComparison.Ordinal
        );
        bed.Works("Repair-MempalaceSchedule -Force");
        Assert.DoesNotContain("Drifted", Health());
        Assert.Single(Directory.GetFiles(bed.Home["state/mempalace-sched/backups"]));
    }

    [Fact]
    public void A_command_that_is_gone_is_an_error_with_the_way_out_and_the_others_are_repaired()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        File.Delete(bed.Home["bin/mempalace-pi-session"]);
        File.Delete(bed.Home["config/systemd/user/mempalace-session.service"]);
        var error = Assert.Single(bed.Run("Repair-MempalaceSchedule").Errors);
        Assert.Equal("CommandNotFound,MempalaceSched.Commands.RepairMempalaceScheduleCommand", error.Id);
        Assert.Contains("Set-MempalaceSchedule mempalace-pi-session -Command", error.Advice!, StringComparison.Ordinal);
        Assert.Equal(["CommandGone"], Health().Where(health => health is "CommandGone" or "Drifted"));
        bed.Home.Program("other/pi");
        bed.Works($"Set-MempalaceSchedule mempalace-pi-session -Command '{bed.Home["other/pi"]}'");
        Assert.DoesNotContain("CommandGone", Health());
    }

    [Fact]
    public void What_no_file_mends_is_a_warning_with_what_does()
    {
        bed.Run("Install-MempalaceSchedule OpenCode -Scheduler Embedded");
        var response = bed.Run("Repair-MempalaceSchedule mempalace-session");
        Assert.Contains(
            response.Warnings,
            warning =>
                warning.Contains("is SchedulerNotRunning, and no repair mends that.", StringComparison.Ordinal)
                && warning.Contains("Start-MempalaceScheduler", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_definition_that_cannot_be_read_says_what_to_do()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write("config/mempalace-sched/mempalace-session.json", "{");
        var error = Assert.Single(bed.Run("Repair-MempalaceSchedule").Errors);
        Assert.StartsWith("DefinitionUnreadable,", error.Id, StringComparison.Ordinal);
        Assert.Contains("install the schedule again with -Force", error.Advice!, StringComparison.Ordinal);
        Assert.True(
            File.Exists(bed.Home["config/systemd/user/mempalace-session.timer"]),
            "what belongs to it is no orphan"
        );
    }

    [Theory]
    [InlineData("Repair-MempalaceSchedule left-over")]
    [InlineData("Get-MempalaceSchedule | Where-Object Health -eq Orphaned | Repair-MempalaceSchedule")]
    [InlineData("Remove-MempalaceSchedule left-over")]
    [InlineData("Get-MempalaceSchedule left-over | Remove-MempalaceSchedule")]
    [InlineData("Remove-MempalaceSchedule left*")]
    public void An_orphan_is_shown_and_goes_and_nothing_else_does(string script)
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var before = bed.Home.Listing();
        Orphan();
        Assert.Equal(
            ["left-over Orphaned Systemd OpenCode Mon 03:00 Waiting True"],
            bed.Works(
                "Get-MempalaceSchedule left-over | ForEach-Object { \"$($_.Name) $($_.Health) $($_.Scheduler) $($_.Source) $($_.At) $($_.State) $($null -ne $_.NextRun)\" }"
            ).Output
        );
        bed.Works(script);
        Assert.Equal(Files(before), Files(bed.Home.Listing()));
        Assert.False(File.Exists(bed.Home["standin/active/left-over.timer"]));
        Assert.Empty(bed.Works("Get-MempalaceSchedule left-*").Output);
    }

    [Fact]
    public void An_orphan_that_mines_is_not_purged_under_its_feet_and_without_a_mine_goes_with_its_history()
    {
        Orphan();
        var marker = bed.Home.Write(
            "state/mempalace-sched/left-over/running",
            $$"""{"id":"r","trigger":"manual","started":"{{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}}","log":"r.log","pid":{{Environment.ProcessId}}}"""
        );
        Assert.StartsWith(
            "MineRunning,",
            Assert.Single(bed.Run("Remove-MempalaceSchedule left-over -Purge").Errors).Id,
            StringComparison.Ordinal
        );
        File.Delete(marker);
        bed.Works("Remove-MempalaceSchedule left-over -Purge");
        Assert.False(Directory.Exists(bed.Home["state/mempalace-sched/left-over"]));
        Assert.False(File.Exists(bed.Home["config/systemd/user/left-over.timer"]));
    }

    [Fact]
    public void What_was_not_confirmed_stays()
    {
        Orphan();
        Assert.Contains(
            "Remove what is left of 'left-over' under systemd?",
            bed.Run("Repair-MempalaceSchedule -Confirm", answers: [2]).Host,
            StringComparison.Ordinal
        );
        Assert.Equal(["Orphaned"], Health());
    }

    [Fact]
    public void A_launcher_alone_is_an_orphan_too()
    {
        bed.Works("Install-MempalaceSchedule OpenCode -Name left-over; Remove-MempalaceSchedule left-over -WhatIf");
        File.Delete(bed.Home["config/mempalace-sched/left-over.json"]);
        foreach (var unit in new[] { "timer", "service" })
            File.Delete(bed.Home[$"config/systemd/user/left-over.{unit}"]);
        Assert.Equal(
            ["Orphaned Missing"],
            bed.Works("Get-MempalaceSchedule | ForEach-Object { \"$($_.Health) $($_.State)\" }").Output
        );
        bed.Works("Repair-MempalaceSchedule");
        Assert.False(File.Exists(bed.Home["data/mempalace-sched/bin/left-over"]));
    }

    [Fact]
    public void A_copy_under_another_name_is_somebody_elses()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var timer = bed.Home["config/systemd/user/mempalace-session.timer"];
        File.Copy(timer, bed.Home["config/systemd/user/my-own.timer"]);
        Assert.Equal(["mempalace-session"], bed.Works("Get-MempalaceSchedule | ForEach-Object Name").Output);
    }

    /// <summary>A schedule whose definition somebody has deleted.</summary>
    private void Orphan()
    {
        bed.Works("Install-MempalaceSchedule OpenCode -Name left-over");
        File.Delete(bed.Home["config/mempalace-sched/left-over.json"]);
    }

    private List<string> Health() => bed.Run("Get-MempalaceSchedule | ForEach-Object { \"$($_.Health)\" }").Output;

    /// <summary>What is installed: not what the stand-in has recorded, nor state.</summary>
    private static IEnumerable<string> Files(string listing) =>
        listing
            .Split('\n')
            .Where(line =>
                !line.StartsWith("standin", StringComparison.Ordinal)
                && !line.StartsWith("state", StringComparison.Ordinal)
            );
}

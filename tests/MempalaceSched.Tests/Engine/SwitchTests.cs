namespace MempalaceSched.Tests.Engine;

public sealed class SwitchTests(EngineProcess engine) : IDisposable
{
    private const string Shown =
        "ForEach-Object { \"$($_.Name) $($_.State) $($_.Enabled) $($_.Health) $($null -eq $_.NextRun)\" }";

    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void A_disabled_schedule_keeps_its_definition_and_runs_no_more_until_it_is_enabled()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi -At 'Fri 04:00'");
        Assert.Empty(bed.Works("Disable-MempalaceSchedule mempalace-session").Output);
        Assert.Equal("systemctl --user --no-pager disable --now -- mempalace-session.timer", bed.Changes[^1]);
        Assert.Equal(
            [$"mempalace-pi-session Waiting True {Bed.Well} False", "mempalace-session Disabled False Disabled True"],
            Get()
        );
        Assert.Equal(
            [$"mempalace-session Waiting True {Bed.Well} False"],
            bed.Works($"Enable-MempalaceSchedule mempalace-session -PassThru | {Shown}").Output
        );
        Assert.Equal(["Fri 04:00"], bed.Works("Get-MempalaceSchedule mempalace-session | ForEach-Object At").Output);
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        bed.Works("Install-MempalaceSchedule OpenCode; Disable-MempalaceSchedule mempalace-session");
        var calls = bed.Changes.Length;
        Assert.Contains(
            "nothing is changed",
            string.Join('\n', bed.Works("Disable-MempalaceSchedule mempalace-session -Verbose").Verbose),
            StringComparison.Ordinal
        );
        Assert.Equal(calls, bed.Changes.Length);
        bed.Works("Enable-MempalaceSchedule mempalace-session");
        bed.Works("Enable-MempalaceSchedule mempalace-session");
        Assert.Equal(calls + 1, bed.Changes.Length);
    }

    [Fact]
    public void All_of_a_pipeline_are_one_change()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi, Claude");
        var calls = bed.Changes.Length;
        bed.Works("Get-MempalaceSchedule | Disable-MempalaceSchedule");
        Assert.Equal(calls + 1, bed.Changes.Length);
        Assert.All(Get(), line => Assert.Contains(" Disabled False ", line, StringComparison.Ordinal));
        bed.Works("Get-MempalaceSchedule | Enable-MempalaceSchedule");
        Assert.Equal(calls + 2, bed.Changes.Length);
    }

    [Fact]
    public void A_disabled_schedule_stays_so_when_it_is_changed_and_runs_when_it_is_installed_again()
    {
        bed.Works(
            "Install-MempalaceSchedule OpenCode; Disable-MempalaceSchedule mempalace-session; Set-MempalaceSchedule mempalace-session -At 05:00"
        );
        Assert.Equal(["mempalace-session Disabled False Disabled True"], Get());
        bed.Works("Install-MempalaceSchedule OpenCode");
        Assert.Equal([$"mempalace-session Waiting True {Bed.Well} False"], Get());
    }

    [Fact]
    public void A_disabled_schedule_can_be_mined_by_hand_and_removed()
    {
        bed.Works("Install-MempalaceSchedule OpenCode; Disable-MempalaceSchedule mempalace-session");
        Assert.Equal(
            ["Succeeded"],
            bed.Works("Start-MempalaceMine mempalace-session | ForEach-Object { \"$($_.Outcome)\" }").Output
        );
        bed.Works("Remove-MempalaceSchedule mempalace-session");
        Assert.Empty(Get());
    }

    [Fact]
    public void What_was_missed_meanwhile_counts_as_handled()
    {
        bed.Works("Install-MempalaceSchedule OpenCode; Disable-MempalaceSchedule mempalace-session");
        var stamp = bed.Home.Write("data/systemd/timers/stamp-mempalace-session.timer", "");
        var before = DateTimeOffset.Now.AddSeconds(-1);
        bed.Works("Enable-MempalaceSchedule mempalace-session");
        Assert.False(File.Exists(stamp));
        Assert.InRange(
            DateTimeOffset.Parse(
                File.ReadAllText(bed.Home["state/mempalace-sched/mempalace-session/occurrence"]).Trim(),
                System.Globalization.CultureInfo.InvariantCulture
            ),
            before,
            DateTimeOffset.Now
        );
    }

    [Fact]
    public void A_scheduler_that_goes_on_running_it_is_an_error_and_undone()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write("standin/fail-disable", "no");
        var response = bed.Run("Disable-MempalaceSchedule mempalace-session");
        Assert.StartsWith("SchedulerCommandFailed,", Assert.Single(response.Errors).Id, StringComparison.Ordinal);
        Assert.Equal([$"mempalace-session Waiting True {Bed.Well} False"], Get());
        Assert.StartsWith(
            "ScheduleNotFound,",
            Assert.Single(bed.Run("Disable-MempalaceSchedule nope").Errors).Id,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_somebody_else_enabled_meanwhile_is_not_taken_back_by_an_undo()
    {
        bed.Works("Install-MempalaceSchedule OpenCode; Disable-MempalaceSchedule mempalace-session");
        bed.Home.Write("standin/fail-enable", "no");
        bed.Home.Write("standin/after-show", ": >\"$STANDIN/active/mempalace-session.timer\"");
        Assert.StartsWith(
            "SchedulerCommandFailed,",
            Assert.Single(bed.Run("Enable-MempalaceSchedule mempalace-session").Errors).Id,
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(bed.Home["standin/active/mempalace-session.timer"]));
    }

    [Fact]
    public void What_if_shows_the_change_and_makes_none()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var calls = bed.Changes.Length;
        var response = bed.Works("Disable-MempalaceSchedule mempalace-session -WhatIf");
        Assert.Contains("\"enabled\": false", response.Host, StringComparison.Ordinal);
        Assert.Contains("disable --now", response.Host, StringComparison.Ordinal);
        Assert.Equal(calls, bed.Changes.Length);
    }

    private List<string> Get() => bed.Works($"Get-MempalaceSchedule | {Shown}").Output;
}

namespace MempalaceSched.Tests.Engine;

public sealed class InstallTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void It_writes_its_files_enables_the_timer_and_tells_the_next_run()
    {
        var response = bed.Works(
            "Install-MempalaceSchedule OpenCode | ForEach-Object { \"$($_.Name)|$($_.State)|$($_.NextRun.ToString('s'))|$($_.Enabled)|$($_.Palace)\" }"
        );
        Assert.Equal(
            [$"mempalace-session|Waiting|2027-01-04T03:12:00|True|{bed.Home[".mempalace/palace"]}"],
            response.Output
        );
        Assert.Equal(["systemctl --user --no-pager enable --now -- mempalace-session.timer"], bed.Changes);
        foreach (
            var file in new[]
            {
                "config/mempalace-sched/mempalace-session.json",
                "data/mempalace-sched/bin/mempalace-session",
                "config/systemd/user/mempalace-session.service",
                "config/systemd/user/mempalace-session.timer",
            }
        )
            Assert.True(File.Exists(bed.Home[file]), file);
        Assert.Contains("Lingering is disabled", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        bed.Works(
            "Install-MempalaceSchedule OpenCode, Claude -Wing w -Environment @{ A = 'b c' } -ArgumentList '--x', '' -RandomDelay 5m"
        );
        var before = bed.Listing();
        var calls = bed.Changes.Length;
        var response = bed.Works(
            "Install-MempalaceSchedule OpenCode, Claude -Wing w -Environment @{ A = 'b c' } -ArgumentList '--x', '' -RandomDelay 5m -Verbose"
        );
        Assert.Equal(2, response.Output.Count);
        Assert.Equal(2, response.Verbose.Count(line => line.Contains("nothing is changed", StringComparison.Ordinal)));
        Assert.Equal(calls, bed.Changes.Length);
        Assert.Equal(before, bed.Listing());
    }

    [Fact]
    public void What_Get_gives_Install_takes_and_changes_nothing()
    {
        bed.Works(
            "Install-MempalaceSchedule OpenCode -Repair -NoCatchUp -At 'Mon,Thu 04:30' -TimeLimit 90m -ArgumentList '--since', '2026-01-01' -Environment @{ A = 'x' } -Palace p -Wing w; Install-MempalaceSchedule Custom -Name own -Command mempalace, status"
        );
        var before = bed.Listing();
        var calls = bed.Changes.Length;
        var response = bed.Works("Get-MempalaceSchedule | Install-MempalaceSchedule | ForEach-Object Name");
        Assert.Equal(["mempalace-session", "own"], response.Output);
        Assert.Equal(calls, bed.Changes.Length);
        Assert.Equal(before, bed.Listing());
    }

    [Fact]
    public void Sources_from_the_pipeline_are_one_change()
    {
        var response = bed.Works("'OpenCode', 'Pi' | Install-MempalaceSchedule | ForEach-Object Name");
        Assert.Equal(["mempalace-session", "mempalace-pi-session"], response.Output);
        Assert.Equal(
            ["systemctl --user --no-pager enable --now -- mempalace-session.timer mempalace-pi-session.timer"],
            bed.Changes
        );
    }

    [Fact]
    public void Objects_with_the_names_of_parameters_bind()
    {
        var response = bed.Works(
            "[pscustomobject]@{ Source = 'Pi'; Name = 'nightly'; At = 'daily'; RandomDelay = '90s'; Wing = $null } | Install-MempalaceSchedule | ForEach-Object { \"$($_.Name) $($_.RandomDelay) '$($_.Wing)'\" }"
        );
        Assert.Equal(["nightly 00:01:30 ''"], response.Output);
    }

    [Theory]
    [InlineData("Install-MempalaceSchedule OpenCode, Pi -WhatIf")]
    [InlineData("$WhatIfPreference = $true; Install-MempalaceSchedule OpenCode, Pi")]
    public void WhatIf_shows_all_and_writes_nothing(string script)
    {
        var before = bed.Listing();
        var response = bed.Works(script);
        Assert.Empty(response.Output);
        Assert.Equal(before, bed.Listing());
        Assert.Empty(bed.Changes);
        foreach (
            var part in new[]
            {
                "What if:",
                "mempalace-session",
                "mempalace-pi-session",
                "+++ ",
                "+OnCalendar=Mon",
                "enable --now",
            }
        )
            Assert.Contains(part, response.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_of_an_update_shows_the_difference_only()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var response = bed.Works("Install-MempalaceSchedule OpenCode -At 05:00 -WhatIf");
        Assert.Contains("-OnCalendar=", response.Host, StringComparison.Ordinal);
        Assert.Contains("+OnCalendar=", response.Host, StringComparison.Ordinal);
        Assert.DoesNotContain("ExecStart", response.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void Confirm_asks_for_each_and_leaves_out_what_is_declined()
    {
        var response = bed.Run(
            "Install-MempalaceSchedule OpenCode, Pi -Confirm | ForEach-Object Name",
            answers: [2, 0]
        ); // no, yes
        Assert.Equal(["mempalace-pi-session"], response.Output);
        Assert.False(File.Exists(bed.Home["config/mempalace-sched/mempalace-session.json"]));
        Assert.Contains("Install the schedule 'mempalace-session' (", response.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_tells_each_step()
    {
        var verbose = bed.Works("Install-MempalaceSchedule OpenCode -Verbose").Verbose;
        Assert.Contains(verbose, line => line.Contains("systemd is used", StringComparison.Ordinal));
        Assert.Contains($"write {bed.Home["config/systemd/user/mempalace-session.timer"]}", verbose);
        Assert.Contains("run systemctl --user --no-pager enable --now -- mempalace-session.timer", verbose);
    }

    [Fact]
    public void A_failure_puts_all_back()
    {
        bed.Works("Install-MempalaceSchedule Claude");
        var before = bed.Listing();
        bed.Home.Write("standin/fail-enable", "Failed to enable unit: no room");
        var error = Assert.Single(bed.Run("Install-MempalaceSchedule OpenCode, Pi").Errors);
        File.Delete(bed.Home["standin/fail-enable"]);
        Assert.Equal("SchedulerCommandFailed,MempalaceSched.Commands.InstallMempalaceScheduleCommand", error.Id);
        Assert.Contains("no room", error.Message, StringComparison.Ordinal);
        Assert.Contains("All changes were undone.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, bed.Listing());
    }

    [Fact]
    public void No_next_run_is_a_failure()
    {
        bed.Home.Write("standin/next", "n/a");
        var before = bed.Listing();
        var error = Assert.Single(bed.Run("Install-MempalaceSchedule OpenCode").Errors);
        Assert.StartsWith("InstallNotVerified,", error.Id, StringComparison.Ordinal);
        Assert.Equal(before, bed.Listing());
        Assert.Contains(
            "systemctl --user --no-pager disable --now --no-reload -- mempalace-session.timer",
            bed.Changes
        );
    }

    [Fact]
    public void Somebody_elses_file_is_replaced_by_force_only()
    {
        var path = bed.Home.Write("config/systemd/user/mempalace-session.timer", "# by hand\n");
        var error = Assert.Single(bed.Run("Install-MempalaceSchedule OpenCode").Errors);
        Assert.StartsWith("ScheduleExists,", error.Id, StringComparison.Ordinal);
        Assert.Equal("# by hand\n", File.ReadAllText(path));
        bed.Works("Install-MempalaceSchedule OpenCode -Force");
        Assert.Contains("OnCalendar", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(
            "# by hand\n",
            File.ReadAllText(Assert.Single(Directory.GetFiles(bed.Home["state/mempalace-sched/backups"])))
        );
    }

    [Fact]
    public void Lingering_is_enabled_when_asked_for()
    {
        bed.Works("Install-MempalaceSchedule OpenCode -EnableLinger");
        Assert.Contains("loginctl enable-linger", bed.Calls);
    }

    [Theory]
    [InlineData("30m", "00:30:00")]
    [InlineData("2h", "02:00:00")]
    [InlineData("90s", "00:01:30")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("0.5H", "00:30:00")]
    [InlineData("00:30:00", "00:30:00")]
    [InlineData("0", "00:00:00")]
    [InlineData("([timespan]::FromMinutes(3))", "00:03:00")]
    public void Durations_are_read(string text, string expected) =>
        Assert.Equal(
            [expected],
            bed.Works(
                $"Install-MempalaceSchedule OpenCode -RandomDelay {text} -WhatIf:$false | ForEach-Object {{ $_.RandomDelay.ToString('c') }}"
            ).Output
        );

    [Theory]
    [InlineData("30")]
    [InlineData("'30'")]
    [InlineData("soon")]
    [InlineData("'5 m'")]
    [InlineData("'-5m'")]
    [InlineData("''")]
    public void What_is_no_duration_is_refused(string text)
    {
        var response = bed.Run($"Install-MempalaceSchedule OpenCode -TimeLimit {text}");
        var error = response.Ended ?? Assert.Single(response.Errors);
        Assert.StartsWith("ParameterArgumentTransformationError,", error.Id, StringComparison.Ordinal);
        Assert.Contains("30m", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpenCode -Name 'My Name'", "ScheduleNameInvalid", "InvalidArgument")]
    [InlineData("OpenCode -At 'now and then'", "RecurrenceInvalid", "InvalidArgument")]
    [InlineData("OpenCode -Command no-such-program", "CommandNotFound", "ObjectNotFound")]
    [InlineData("OpenCode -Repair -NoRepair", "OptionConflict", "InvalidArgument")]
    [InlineData("Claude -Repair", "OptionConflict", "InvalidArgument")]
    [InlineData("Custom", "OptionConflict", "InvalidArgument")]
    [InlineData("OpenCode -Command @()", "OptionConflict", "InvalidArgument")]
    [InlineData("OpenCode -RandomDelay 3d", "ValueNotRepresentable", "InvalidArgument")]
    [InlineData("OpenCode -Environment @{ '1A' = 'x' }", "ValueNotRepresentable", "InvalidArgument")]
    [InlineData("OpenCode -Palace \"a`0b\"", "ValueNotRepresentable", "InvalidArgument")]
    public void Each_fault_has_its_id_category_and_way_out(string arguments, string id, string category)
    {
        var error = Assert.Single(bed.Run($"Install-MempalaceSchedule {arguments}").Errors);
        Assert.Equal($"{id},MempalaceSched.Commands.InstallMempalaceScheduleCommand", error.Id);
        Assert.Equal(category, error.Category);
        Assert.False(string.IsNullOrEmpty(error.Advice));
        Assert.Empty(bed.Changes);
    }

    [Theory]
    [InlineData("OpenCode -Environment $null")]
    [InlineData("OpenCode -ArgumentList $null")]
    [InlineData("$null")]
    [InlineData("Emacs")]
    [InlineData("OpenCode -Scheduler Windows")]
    public void What_no_parameter_takes_is_refused_by_the_binder(string arguments)
    {
        var response = bed.Run($"Install-MempalaceSchedule {arguments}");
        Assert.Contains("Argument", (response.Ended ?? Assert.Single(response.Errors)).Id, StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_is_not_for_two_sources()
    {
        Assert.All(
            bed.Run("Install-MempalaceSchedule OpenCode, Pi -Name x").Errors,
            error => Assert.StartsWith("OptionConflict,", error.Id, StringComparison.Ordinal)
        );
        var response = bed.Run("'OpenCode', 'Pi' | Install-MempalaceSchedule -Name x | ForEach-Object Name");
        Assert.Equal(["x"], response.Output);
        Assert.StartsWith("OptionConflict,", Assert.Single(response.Errors).Id, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_one_item_does_not_stop_the_others()
    {
        File.Delete(bed.Home["bin/mempalace-pi-session"]);
        var response = bed.Run("Install-MempalaceSchedule Pi, OpenCode | ForEach-Object Name");
        Assert.Equal(["mempalace-session"], response.Output);
        Assert.StartsWith("CommandNotFound,", Assert.Single(response.Errors).Id, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorAction_Stop_ends_it_before_anything_is_changed()
    {
        File.Delete(bed.Home["bin/mempalace-pi-session"]);
        var response = bed.Run("Install-MempalaceSchedule OpenCode, Pi -ErrorAction Stop");
        Assert.StartsWith("CommandNotFound,", response.Ended!.Id, StringComparison.Ordinal);
        Assert.Empty(bed.Changes);
    }

    [Fact]
    public void Without_a_manager_the_error_says_how_to_get_one()
    {
        Assert.SkipWhen(
            Directory.Exists("/run/user")
                && Directory.GetDirectories("/run/user").Any(folder => File.Exists($"{folder}/systemd/private")),
            "this user has a real systemd manager"
        );
        var environment = bed.Environment;
        environment["XDG_RUNTIME_DIR"] = bed.Home["nowhere"];
        var error = Assert.Single(
            bed.Run("Install-MempalaceSchedule OpenCode -Scheduler Systemd", environment: environment).Errors
        );
        Assert.StartsWith("SchedulerUnavailable,", error.Id, StringComparison.Ordinal);
        Assert.Equal("ResourceUnavailable", error.Category);
    }

    [Fact]
    public void Completion_offers_recurrences_and_names()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        Assert.Contains("'Mon..Fri 03:00'", Complete("Install-MempalaceSchedule OpenCode -At mon"));
        Assert.Equal(["mempalace-session"], Complete("Get-MempalaceSchedule memp"));
        Assert.Equal(["mempalace-session"], Complete("Remove-MempalaceSchedule -Name memp"));
        Assert.Equal(["OpenCode"], Complete("Install-MempalaceSchedule Op"));
    }

    private List<string> Complete(string line) =>
        bed.Works(
            $"[System.Management.Automation.CommandCompletion]::CompleteInput('{line}', {line.Length}, $null).CompletionMatches | ForEach-Object CompletionText"
        ).Output;
}

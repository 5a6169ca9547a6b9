namespace MempalaceSched.Tests.Engine;

public sealed class SetTests(EngineProcess engine) : IDisposable
{
    private const string Settings =
        "Name, Source, Scheduler, At, Command, ArgumentList, Palace, Wing, Repair, NoRepair, RandomDelay, TimeLimit, NoCatchUp, Environment, Enabled";

    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Theory]
    [InlineData("-At 'Mon,Thu 04:30'", "At")]
    [InlineData("-RandomDelay 0", "RandomDelay")]
    [InlineData("-TimeLimit 4h", "TimeLimit")]
    [InlineData("-Palace elsewhere", "Palace")]
    [InlineData("-Wing other", "Wing")]
    [InlineData("-Wing ''", "Wing")]
    [InlineData("-NoCatchUp:$false", "NoCatchUp")]
    [InlineData("-Repair:$false", "Repair")]
    [InlineData("-NoRepair", "Repair NoRepair")]
    [InlineData("-ArgumentList @()", "ArgumentList")]
    [InlineData("-ArgumentList '--since', 'now'", "ArgumentList")]
    [InlineData("-Environment @{}", "Environment")]
    [InlineData("-Environment @{ B = 'c' }", "Environment")]
    [InlineData("-Command mempalace, session", "Command")]
    [InlineData("-Scheduler Embedded", "Scheduler")]
    public void Only_what_is_named_changes(string arguments, string changed)
    {
        Install();
        var before = Read();
        Assert.Empty(bed.Works($"Set-MempalaceSchedule mempalace-session {arguments}").Output);
        var after = Read();
        Assert.Equal(changed.Split(' ').Order(), before.Keys.Where(name => before[name] != after[name]).Order());
    }

    [Fact]
    public void An_empty_text_takes_the_default_back()
    {
        Install();
        bed.Works("Set-MempalaceSchedule mempalace-session -At '' -Palace ''");
        var after = Read();
        Assert.Equal("Mon 03:00", after["At"]);
        Assert.Equal(bed.Home[".mempalace/palace"], after["Palace"]);
    }

    [Theory]
    [InlineData("$old | Set-MempalaceSchedule -NoRepair")]
    [InlineData("Set-MempalaceSchedule -InputObject $old -NoRepair")]
    [InlineData(
        "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($old)) | Set-MempalaceSchedule -NoRepair"
    )]
    public void A_schedule_brings_only_its_name_along(string script)
    {
        Install();
        bed.Works($"$old = Get-MempalaceSchedule; Set-MempalaceSchedule * -At 05:00; {script}");
        var after = Read();
        Assert.Equal(("05:00", "False", "True"), (after["At"], after["Repair"], after["NoRepair"]));
    }

    [Fact]
    public void Other_objects_bind_by_the_names_of_their_properties()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        var response = bed.Works(
            "@([pscustomobject]@{ Name = 'mempalace-session'; At = '05:00' }, [pscustomobject]@{ Name = 'mempalace-pi-session'; Wing = 'w' }) | Set-MempalaceSchedule -PassThru"
                + " | ForEach-Object { \"$($_.Name) $($_.At) $($_.Wing)\" }"
        );
        Assert.Equal(["mempalace-session 05:00 ", "mempalace-pi-session Tue 03:00 w"], response.Output);
    }

    [Fact]
    public void All_of_a_call_are_one_change_and_without_a_difference_there_is_none()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        var calls = bed.Changes.Length;
        bed.Works("Set-MempalaceSchedule * -TimeLimit 3h");
        Assert.Equal(calls + 1, bed.Changes.Length);
        var response = bed.Works("Set-MempalaceSchedule * -TimeLimit 3h -Verbose");
        Assert.Equal(2, response.Verbose.Count(line => line.Contains("nothing is changed", StringComparison.Ordinal)));
        Assert.Equal(calls + 1, bed.Changes.Length);
    }

    [Fact]
    public void What_if_shows_the_difference_and_changes_nothing()
    {
        Install();
        var before = Read();
        var response = bed.Works("Set-MempalaceSchedule mempalace-session -At 05:00 -WhatIf");
        Assert.Contains("+OnCalendar=05:00", response.Host, StringComparison.Ordinal);
        Assert.Equal(before, Read());
    }

    [Theory]
    [InlineData("Set-MempalaceSchedule nope -At 05:00", "ScheduleNotFound")]
    [InlineData("Set-MempalaceSchedule mempalace-session -At 25:00", "RecurrenceInvalid")]
    [InlineData("Set-MempalaceSchedule mempalace-session -Repair -NoRepair", "OptionConflict")]
    [InlineData("Set-MempalaceSchedule mempalace-session -Command @()", "OptionConflict")]
    [InlineData("Set-MempalaceSchedule mempalace-session -Command no-such-program", "CommandNotFound")]
    [InlineData(
        "'mempalace-session', 'mempalace-session' | Set-MempalaceSchedule -At 05:00 -ErrorVariable e; if ($e.Count -ne 1) { throw 'the first is fine' }; $null = Set-MempalaceSchedule mempalace-session -At 25:00",
        "RecurrenceInvalid"
    )]
    public void What_cannot_be_is_refused_and_nothing_changes(string script, string id)
    {
        Install();
        var response = bed.Run(script);
        Assert.StartsWith(id + ",", response.Errors[^1].Id, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_else_has_set_meanwhile_stays_set()
    {
        Install();
        var definition = bed.Home["config/mempalace-sched/mempalace-session.json"];
        bed.Home.Write(
            "standin/after-show",
            $"sed -i 's/\"repair\": \"Repair\"/\"repair\": \"NoRepair\"/' '{definition}'"
        );
        var response = bed.Works("Set-MempalaceSchedule mempalace-session -At 05:00 -Verbose");
        Assert.Contains(
            response.Verbose,
            line => line.Contains("changed 'mempalace-session' meanwhile", StringComparison.Ordinal)
        );
        var after = Read();
        Assert.Equal(("05:00", "True", "w"), (after["At"], after["NoRepair"], after["Wing"]));
    }

    [Fact]
    public void What_somebody_else_has_moved_meanwhile_is_not_moved_back()
    {
        Install();
        var definition = bed.Home["config/mempalace-sched/mempalace-session.json"];
        bed.Home.Write(
            "standin/after-show",
            $"sed -i 's/\"scheduler\": \"Systemd\"/\"scheduler\": \"Embedded\"/' '{definition}'"
        );
        Assert.StartsWith(
            "ScheduleMoved,",
            Assert.Single(bed.Run("Set-MempalaceSchedule mempalace-session -At 05:00").Errors).Id,
            StringComparison.Ordinal
        );
        Assert.Contains("\"at\": \"Fri 03:30\"", File.ReadAllText(definition), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_puts_all_back()
    {
        Install();
        var before = Read();
        bed.Home.Write("standin/fail-enable", "no");
        Assert.StartsWith(
            "SchedulerCommandFailed,",
            Assert.Single(bed.Run("Set-MempalaceSchedule * -At 05:00").Errors).Id,
            StringComparison.Ordinal
        );
        Assert.Equal(before, Read());
    }

    private void Install() =>
        bed.Works(
            "Install-MempalaceSchedule OpenCode -At 'Fri 03:30' -Repair -NoCatchUp -TimeLimit 90m -ArgumentList '--since', '2026-01-01' -Environment @{ A = 'x' } -Palace p -Wing w"
        );

    /// <summary>The settings of the one schedule, as text.</summary>
    private Dictionary<string, string> Read() =>
        bed.Works(
                "Get-MempalaceSchedule | ForEach-Object { $s = $_; '"
                    + Settings
                    + "' -split ', ' | ForEach-Object {"
                    + " $v = $s.$_; \"$_=$($v -is [hashtable] ? @($v.GetEnumerator() | ForEach-Object { \"$($_.Key):$($_.Value)\" }) -join ' ' : $v -join ' ')\" } }"
            )
            .Output.ToDictionary(
                line => line.Split('=')[0],
                line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]
            );
}

namespace MempalaceSched.Tests.Engine;

public sealed class StartTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void A_mine_gives_its_result_and_its_lines()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var response = bed.Works(
            "Start-MempalaceMine mempalace-session -Verbose | ForEach-Object { \"$($_.Name) $($_.Outcome) $($_.Filed) $($_.Trigger)\" }"
        );
        Assert.Equal(["mempalace-session Succeeded 6 manual"], response.Output);
        Assert.Contains("Mining 1 of 2: one", response.Verbose);
        Assert.Contains(
            response.Progress,
            line => line.StartsWith("Mining with mempalace-session", StringComparison.Ordinal)
        );
        Assert.Contains("Mining with mempalace-session: 50% Mining 1 of 2: one (Processing)", response.Progress);
        Assert.Contains("Mining with mempalace-session: 100% 2 of 2: Drawers filed: 6 (Processing)", response.Progress);
        Assert.Contains(response.Progress, line => line.EndsWith("(Completed)", StringComparison.Ordinal));
        Assert.Equal(["Succeeded"], bed.Works("Get-MempalaceSchedule | ForEach-Object LastOutcome").Output);
        Assert.Equal(
            ["NothingNew"],
            bed.Works("Get-MempalaceSchedule | Start-MempalaceMine | ForEach-Object Outcome").Output
        );
    }

    [Fact]
    public void A_mine_that_fails_is_a_result_too()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Program("bin/mempalace-session", "#!/bin/sh\necho broken\nexit 4\n");
        var response = bed.Works(
            "Start-MempalaceMine mempalace-session | ForEach-Object { \"$($_.Outcome) $($_.ExitCode) $($_.Reason)\" }"
        );
        Assert.Equal(["Failed 4 exit 4: broken"], response.Output);
    }

    [Fact]
    public void Stop_ends_the_wait_at_once_and_the_mine_goes_on()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        LetTheMineWait();
        var response = bed.Run("Start-MempalaceMine mempalace-session", stopOnceThereIs: bed.Home["going"]);
        Assert.True(response.Stopped);
        Assert.True(response.SecondsToStop < 10, $"{response.SecondsToStop} s");
        TheMineGoesOn();
    }

    [Fact]
    public void A_wait_can_be_too_short()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        LetTheMineWait();
        var error = Assert.Single(bed.Run("Start-MempalaceMine mempalace-session -TimeOut 5s").Errors);
        Assert.Equal(
            ("WaitTimedOut,MempalaceSched.Commands.StartMempalaceMineCommand", "OperationTimeout"),
            (error.Id, error.Category)
        );
        Assert.Equal(["Busy"], bed.Works("Start-MempalaceMine mempalace-session | ForEach-Object Outcome").Output);
        TheMineGoesOn();
    }

    [Theory]
    [InlineData("Systemd")]
    [InlineData("Embedded")]
    public void It_does_not_wait_for_what_is_run_afterwards(string scheduler)
    {
        bed.Home.Program("bin/slow-hook", $"#!/bin/sh\n{bed.UntilToldToGoOn}\n: >'{bed.Home["hooked"]}'\n");
        bed.Works($"Install-MempalaceSchedule OpenCode -Scheduler {scheduler} -OnSuccess slow-hook");
        Assert.Equal(
            ["Succeeded"],
            bed.Works("Start-MempalaceMine mempalace-session | ForEach-Object { \"$($_.Outcome)\" }").Output
        );
        Assert.False(File.Exists(bed.Home["hooked"]));
        bed.GoOn();
        for (var i = 0; i < 200 && !File.Exists(bed.Home["hooked"]); i++)
            Thread.Sleep(50);
        Assert.True(File.Exists(bed.Home["hooked"]));
    }

    [Theory]
    [InlineData("Systemd")]
    [InlineData("Embedded")]
    public void A_wait_that_is_given_up_does_not_end_the_mine(string scheduler)
    {
        bed.Home.Program("bin/slow-mine", $"#!/bin/sh\n{bed.UntilToldToGoOn}\necho 'Drawers filed: 1'\n");
        bed.Works($"Install-MempalaceSchedule Custom -Name slow -Command slow-mine -Scheduler {scheduler}");
        Assert.StartsWith(
            "WaitTimedOut,",
            Assert.Single(bed.Run("Start-MempalaceMine slow -TimeOut 2s").Errors).Id,
            StringComparison.Ordinal
        );
        bed.GoOn();
        for (var i = 0; i < 200 && !File.Exists(bed.Home["state/mempalace-sched/slow/history.jsonl"]); i++)
            Thread.Sleep(50);
        Assert.Contains(
            "\"Succeeded\"",
            File.ReadAllText(bed.Home["state/mempalace-sched/slow/history.jsonl"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void NoWait_returns_a_run_that_goes_on()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var response = bed.Works("Start-MempalaceMine mempalace-session -NoWait | ForEach-Object Outcome");
        Assert.Equal(["Running"], response.Output);
        Assert.Contains("systemctl --user --no-pager start --no-block -- mempalace-session.service", bed.Calls);
        Assert.True(
            SpinWait.SpinUntil(
                () => bed.Works("Get-MempalaceSchedule | ForEach-Object LastOutcome").Output is ["Succeeded"],
                TimeSpan.FromSeconds(60)
            )
        );
    }

    [Fact]
    public void A_dry_run_writes_its_lines_and_nothing_else()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var before = bed.Home.Listing();
        Assert.Contains("  [NEW] one", bed.Works("Start-MempalaceMine mempalace-session -DryRun").Output);
        Assert.Equal(before, bed.Home.Listing());
    }

    [Theory]
    [InlineData("mempalace-custom -DryRun", "DryRunNotSupported")]
    [InlineData("mempalace-pi-session -DryRun", "LauncherMissing")]
    [InlineData("mempalace-session -DryRun", "DryRunFailed")]
    [InlineData("mempalace-session -TimeOut '-00:00:05'", "ValueNotRepresentable")]
    [InlineData("mempalace-session -TimeOut 90d", "ValueNotRepresentable")]
    [InlineData("mempalace-session", "SchedulerCommandFailed")]
    [InlineData("nope", "ScheduleNotFound")]
    public void Each_fault_has_its_id(string arguments, string id)
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi; Install-MempalaceSchedule Custom -Command mempalace");
        File.Delete(bed.Home["data/mempalace-sched/bin/mempalace-pi-session"]);
        bed.Home.Program("bin/mempalace-session", "#!/bin/sh\nexit 2\n");
        bed.Home.Write("standin/fail-start", "refused");
        var error = Assert.Single(bed.Run($"Start-MempalaceMine {arguments}").Errors);
        Assert.Equal($"{id},MempalaceSched.Commands.StartMempalaceMineCommand", error.Id);
        Assert.False(File.Exists(bed.Home["state/mempalace-sched/mempalace-session/request"]));
    }

    [Fact]
    public void A_start_that_comes_to_nothing_is_explained()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write("data/mempalace-sched/bin/mempalace-session", "exit 0\n");
        Assert.StartsWith(
            "MineNotStarted,",
            Assert.Single(bed.Run("Start-MempalaceMine mempalace-session").Errors).Id,
            StringComparison.Ordinal
        );
        bed.Home.Write("standin/condition", "no");
        bed.Home.Write("standin/condition-time", $"Mon {DateTime.UtcNow.AddMinutes(1):yyyy-MM-dd HH:mm:ss} UTC");
        Assert.Equal(["Skipped"], bed.Works("Start-MempalaceMine mempalace-session | ForEach-Object Outcome").Output);
    }

    [Fact]
    public void WhatIf_starts_nothing()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var calls = bed.Calls.Length;
        var response = bed.Works("Start-MempalaceMine mempalace-session -WhatIf");
        Assert.Contains("What if:", response.Host, StringComparison.Ordinal);
        Assert.Equal(calls, bed.Calls.Length);
        Assert.False(Directory.Exists(bed.Home["state/mempalace-sched/mempalace-session"]));
    }

    /// <summary>A mine that ends only when it is told to.</summary>
    private void LetTheMineWait() =>
        bed.Home.Program(
            "bin/mempalace-session",
            $"#!/bin/sh\n: >'{bed.Home["going"]}'\n{bed.UntilToldToGoOn}\necho 'Drawers filed: 1'\n"
        );

    private void TheMineGoesOn()
    {
        Assert.Equal(["Running"], bed.Works("Get-MempalaceSchedule | ForEach-Object LastOutcome").Output);
        bed.GoOn();
        Assert.True(
            SpinWait.SpinUntil(
                () => bed.Works("Get-MempalaceSchedule | ForEach-Object LastOutcome").Output is ["Succeeded"],
                TimeSpan.FromSeconds(60)
            )
        );
    }
}

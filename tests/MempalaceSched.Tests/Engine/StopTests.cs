using System.Diagnostics;

namespace MempalaceSched.Tests.Engine;

/// <summary>The stand-in for systemctl ends nothing, so that it is always the launcher which has to be told.</summary>
public sealed class StopTests(EngineProcess engine) : IDisposable
{
    private const string Command = "MempalaceSched.Commands.StopMempalaceMineCommand";
    private readonly Bed bed = new(engine);

    public void Dispose()
    {
        bed.GoOn();
        bed.Dispose();
    }

    [Fact]
    public void A_mine_that_runs_is_interrupted()
    {
        Mining();
        var response = bed.Works(
            "Stop-MempalaceMine mempalace-session -PassThru -Verbose | ForEach-Object { \"$($_.Name) $($_.Outcome) $($_.Reason) $($_.ExitCode)\" }"
        );
        Assert.Equal(["mempalace-session Interrupted stopped 143"], response.Output);
        Assert.Contains("systemctl --user --no-pager stop -- mempalace-session.service", bed.Calls);
        Assert.Contains(response.Verbose, line => line.StartsWith("send TERM to process ", StringComparison.Ordinal));
        Assert.Equal(["Interrupted"], bed.Works("Get-MempalaceMineHistory | ForEach-Object Outcome").Output);
        Assert.True(SpinWait.SpinUntil(() => !IsAlive(), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Without_PassThru_it_is_silent_and_takes_wildcards_and_objects()
    {
        Mining();
        Assert.Empty(bed.Works("Stop-MempalaceMine *").Output);
        Mining();
        Assert.Empty(bed.Works("Get-MempalaceSchedule | Stop-MempalaceMine").Output);
        Assert.Equal(
            ["Interrupted", "Interrupted"],
            bed.Works("Get-MempalaceMineHistory | ForEach-Object Outcome").Output
        );
    }

    [Fact]
    public void A_scheduler_that_fails_keeps_nothing_from_being_stopped()
    {
        Mining();
        bed.Home.Write("standin/fail-stop", "Failed to connect to bus");
        var response = bed.Works("Stop-MempalaceMine mempalace-session -PassThru -Verbose | ForEach-Object Outcome");
        Assert.Equal(["Interrupted"], response.Output);
        Assert.Contains("systemd does not run it: Failed to connect to bus", response.Verbose);
    }

    [Fact]
    public void What_does_not_run_is_an_error_by_its_name_only()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        var error = Assert.Single(bed.Run("Stop-MempalaceMine mempalace-session").Errors);
        Assert.Equal(($"MineNotRunning,{Command}", "mempalace-session"), (error.Id, error.Target));
        Assert.Equal($"ScheduleNotFound,{Command}", Assert.Single(bed.Run("Stop-MempalaceMine nope").Errors).Id);
        Assert.Equal(
            $"MineNotRunning,{Command}",
            Assert
                .Single(bed.Run("Stop-MempalaceMine -InputObject (Get-MempalaceSchedule mempalace-session)").Errors)
                .Id
        );
        Assert.Empty(bed.Works("Stop-MempalaceMine *; Get-MempalaceSchedule | Stop-MempalaceMine -PassThru").Output);
        Assert.DoesNotContain(bed.Calls, call => call.Contains(" stop ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_schedule_that_was_removed_while_it_mined_can_be_stopped()
    {
        Mining();
        bed.Works("Remove-MempalaceSchedule mempalace-session");
        Assert.Equal(
            ["Interrupted"],
            bed.Works("Stop-MempalaceMine mempalace-session -PassThru | ForEach-Object Outcome").Output
        );
    }

    [Fact]
    public void WhatIf_stops_nothing()
    {
        Mining();
        Assert.Contains(
            "stop the mine that runs",
            bed.Works("Stop-MempalaceMine mempalace-session -WhatIf").Host,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(bed.Calls, call => call.Contains(" stop ", StringComparison.Ordinal));
        Assert.True(IsAlive());
    }

    [Fact]
    public void A_wait_can_be_too_short_for_a_mine_that_does_not_heed()
    {
        Mining("trap '' TERM");
        var error = Assert.Single(bed.Run("Stop-MempalaceMine mempalace-session -TimeOut 2s").Errors);
        Assert.Equal(($"WaitTimedOut,{Command}", "OperationTimeout"), (error.Id, error.Category));
        Assert.Equal(
            $"WaitTimedOut,{Command}",
            Assert.Single(bed.Run("Stop-MempalaceMine mempalace-session -TimeOut 0").Errors).Id
        );
        Assert.Equal(
            $"ValueNotRepresentable,{Command}",
            Assert.Single(bed.Run("Stop-MempalaceMine mempalace-session -TimeOut 90d").Errors).Id
        );
        bed.GoOn();
        Assert.Equal(
            ["Interrupted"],
            bed.Works("Stop-MempalaceMine * ; Get-MempalaceMineHistory -Last 1 | ForEach-Object Outcome").Output
        );
    }

    [Fact]
    public void A_process_that_does_not_hold_the_lock_is_not_touched()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        using var other = Process.Start(new ProcessStartInfo("/bin/sleep", ["60"]))!;
        bed.Home.Write(
            "state/mempalace-sched/mempalace-session/running",
            $$"""{"id":"run-1","trigger":"manual","started":"{{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}}","log":"run-1.log","pid":{{other.Id}}}"""
        );
        bed.Home.Write(
            "state/mempalace-sched/locks/schedule-mempalace-session.lock",
            $"{other.Id} mempalace-session\n"
        ); // nobody holds it
        Assert.Equal(
            $"MineNotStopped,{Command}",
            Assert.Single(bed.Run("Stop-MempalaceMine mempalace-session").Errors).Id
        );
        Assert.False(other.HasExited);
        other.Kill();
        other.WaitForExit();
    }

    /// <summary>Installs a schedule and has it mine until it is told to end.</summary>
    private void Mining(string trap = "trap 'exit 1' TERM")
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.Delete(bed.Home["pid"]);
        bed.Home.Program(
            "bin/mempalace-session",
            $"#!/bin/sh\n{trap}\necho $$ >'{bed.Home["pid.new"]}'; mv '{bed.Home["pid.new"]}' '{bed.Home["pid"]}'\n{bed.UntilToldToGoOn}\n"
        );
        bed.Works("Start-MempalaceMine mempalace-session -NoWait");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(bed.Home["pid"]), TimeSpan.FromSeconds(60)));
    }

    private bool IsAlive() => Directory.Exists($"/proc/{File.ReadAllText(bed.Home["pid"]).Trim()}");
}

using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Embedded;

/// <summary>Start-MempalaceScheduler as a process: the module, real launchers, and signals.</summary>
public sealed class SchedulerProcessTests : IDisposable
{
    private readonly SchedulerHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void It_notices_schedules_that_are_installed_changed_disabled_broken_and_removed()
    {
        var scheduler = home.Start("-Format Json");
        scheduler.WaitFor("\"Started\"");

        home.Install("first");
        scheduler.WaitFor("\"Loaded\",\"name\":\"first\"");
        Assert.Equal("Waiting", home.Run("(Get-MempalaceSchedule first).State").Output);

        home.Install("first", "hourly");
        Waiting.Until(
            () => scheduler.Lines.Count(line => line.Contains("\"Loaded\"", StringComparison.Ordinal)) == 2,
            "the schedule is loaded again"
        );

        var text = File.ReadAllText(home.Definition("first"));
        File.WriteAllText(
            home.Definition("first"),
            text.Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal)
        );
        scheduler.WaitFor("\"Unloaded\",\"name\":\"first\"");

        File.WriteAllText(home.Definition("broken"), "{");
        scheduler.WaitFor("\"Refused\",\"name\":\"broken\"");
        File.Delete(home.Definition("broken"));

        var run = home.Run("(Get-MempalaceSchedule first).State; Remove-MempalaceSchedule first");
        Assert.Equal((0, "Disabled"), (run.ExitCode, run.Output));
        // Removing the last schedule deletes the folder, so this one is written to a new folder.
        home.Install("second", "*:*");
        scheduler.WaitFor("\"RunEnded\",\"name\":\"second\"", seconds: 120);

        scheduler.Signal("TERM");
        Assert.Equal(0, scheduler.WaitForExit());
        Assert.All(
            scheduler.Lines,
            line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind)
        );
        var ended = JsonDocument.Parse(scheduler.WaitFor("\"RunEnded\"")).RootElement.GetProperty("run");
        Assert.Equal(
            ("Succeeded", 7),
            (ended.GetProperty("outcome").GetString(), ended.GetProperty("filed").GetInt32())
        );
        Assert.Contains("\"Stopped\"", scheduler.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_signal_stops_the_scheduler_and_its_runs_cleanly()
    {
        var scheduler = StartWithRun();
        scheduler.Signal("TERM");
        Assert.Equal(0, scheduler.WaitForExit());
        Assert.Equal(["begin", "term"], home.Trace);
        Assert.Contains("Interrupted", Assert.Single(home.History("job")), StringComparison.Ordinal);
        Assert.Contains("RunEnded job: Interrupted", scheduler.WaitFor("RunEnded"), StringComparison.Ordinal);
        Assert.Contains("Stopped", scheduler.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_stops_the_runs_cleanly_too()
    {
        var scheduler = StartWithRun();
        scheduler.Signal("INT");
        scheduler.WaitForExit(); // PowerShell stops the pipeline, and exits with 1
        Assert.Equal(["begin", "term"], home.Trace);
        Assert.Contains("Interrupted", Assert.Single(home.History("job")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_signal_stops_the_scheduler_at_once()
    {
        File.WriteAllText(
            home.Job,
            File.ReadAllText(home.Job)
                .Replace("trap 'echo term >>trace; exit 5' TERM", "trap '' TERM", StringComparison.Ordinal)
        );
        var scheduler = StartWithRun();
        scheduler.Signal("TERM");
        scheduler.WaitFor("Stopping");
        scheduler.Signal("TERM");
        Assert.NotEqual(0, scheduler.WaitForExit(seconds: 15)); // the run itself would take 20 s
        home.Release();
        Waiting.Until(() => home.History("job").Length == 1, "the launcher has ended by itself");
    }

    [Fact]
    public void A_killed_scheduler_neither_loses_nor_repeats_a_run()
    {
        home.Hold();
        home.InstallDue("job");
        var first = home.Start();
        Waiting.Until(() => home.Trace.Contains("begin"), "the run has begun");
        first.Signal("KILL");
        first.WaitForExit();

        var second = home.Start();
        second.WaitFor("Loaded job");
        home.Release();
        Waiting.Until(() => home.History("job").Length == 1, "the run has ended");
        Assert.Equal(["begin", "end"], home.Trace);
        Assert.Contains("Succeeded", home.History("job")[0], StringComparison.Ordinal);
        Assert.Equal("Succeeded", home.Run("(Start-MempalaceMine job).Outcome").Output); // the lock is free
        second.Signal("TERM");
        Assert.Equal(0, second.WaitForExit());
        Assert.DoesNotContain(second.Lines, line => line.Contains("RunStarted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_scheduler_is_rejected_with_the_PID_of_the_first()
    {
        var first = home.Start();
        first.WaitFor("Started");
        var second = home.Run(
            "try { Start-MempalaceScheduler -ErrorAction Stop } catch { \"$($_.FullyQualifiedErrorId) $_\"; exit 1 }"
        );
        Assert.Equal(1, second.ExitCode);
        Assert.StartsWith("SchedulerRunning,", second.Output, StringComparison.Ordinal);
        Assert.Contains($"{first.Pid}", second.Output, StringComparison.Ordinal);
        first.Signal("KILL");
        first.WaitForExit();
        Assert.Equal(0, home.Run("Start-MempalaceScheduler -Once").ExitCode); // a dead process holds no lock
        Assert.Empty(Directory.GetFiles(home[".local/state/mempalace-sched/locks"]));
    }

    [Fact]
    public void Once_runs_what_is_due_and_returns_the_runs()
    {
        home.InstallAll(("job", "daily"), ("later", "daily"));
        home.MakeDue("job");
        var run = home.Run(
            "$runs = Start-MempalaceScheduler -Once; $runs | ForEach-Object { \"$($_.Name) $($_.Outcome)\" };"
                + " @(Start-MempalaceScheduler -Once).Count"
        );
        Assert.Equal("job Succeeded\n0", run.Output);
    }

    [Fact]
    public void PassThru_returns_the_runs_as_objects()
    {
        home.InstallDue("job");
        var run = home.Run(
            "foreach ($i in 1) { Start-MempalaceScheduler -PassThru | ForEach-Object { \"$($_.Name) $($_.Outcome)\"; break } }"
        );
        Assert.Equal("job Succeeded", run.Output);
    }

    [Fact]
    public void Without_a_scheduler_process_one_warning_tells_how_to_start_it()
    {
        var run = home.Run(
            $"$null = Install-MempalaceSchedule Custom -Name job -Command '{home.Job}' -Scheduler Embedded -At daily"
                + " -WarningVariable install 3>$null; $job = Get-MempalaceSchedule -WarningVariable get 3>$null;"
                + " foreach ($warnings in $install, $get) { \"$(@($warnings).Count)"
                + " $(\"$warnings\" -like '*Start-MempalaceScheduler*')\" }; \"$($job.State) $($job.Health)\""
        );
        Assert.Equal("1 True\n1 True\nNotRunning SchedulerNotRunning", run.Output);
    }

    [Fact]
    public void WhatIf_runs_nothing()
    {
        var run = home.Run("Start-MempalaceScheduler -WhatIf");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("What if: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Started", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_selects_the_embedded_scheduler_with_one_warning_if_there_is_no_other()
    {
        var run = home.Run(
            $"$job = Install-MempalaceSchedule Custom -Name job -Command '{home.Job}' -At daily"
                + " -WarningVariable warnings 3>$null; \"$($job.Scheduler) $(@($warnings).Count)"
                + " $(\"$warnings\" -like '*Start-MempalaceScheduler*')\"",
            ("PATH", "/nonexistent"),
            ("XDG_RUNTIME_DIR", null),
            ("DBUS_SESSION_BUS_ADDRESS", null)
        );
        Assert.SkipWhen(
            run.Error.Contains("crontab", StringComparison.Ordinal)
                || run.Output.StartsWith("Cron ", StringComparison.Ordinal),
            "a cron daemon runs on this machine, and Auto selects cron first"
        );
        Assert.Equal("Embedded 1 True", run.Output);
    }

    [Fact]
    public void A_state_folder_that_cannot_be_created_is_an_error_with_its_path()
    {
        var run = home.Run(
            "try { Start-MempalaceScheduler -ErrorAction Stop } catch { \"$($_.FullyQualifiedErrorId) $_\"; exit 1 }",
            ("XDG_STATE_HOME", "/proc/none")
        );
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("FileFailed,", run.Output, StringComparison.Ordinal);
        Assert.Contains("/proc/none", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_launcher_is_a_failed_run_and_other_schedules_run()
    {
        home.InstallAll(("gone", "daily"), ("job", "daily"));
        home.MakeDue("gone");
        home.MakeDue("job");
        File.Delete(home[".local/share/mempalace-sched/bin/gone"]);
        var scheduler = home.Start();
        scheduler.WaitFor("RunEnded gone: Failed");
        scheduler.WaitFor("RunEnded job: Succeeded");
        scheduler.Signal("TERM");
        Assert.Equal(0, scheduler.WaitForExit());
    }

    [Fact]
    public void A_schedule_that_is_removed_and_installed_again_has_missed_nothing()
    {
        home.InstallDue("job");
        var occurrence = Path.Combine(home.State("job"), "occurrence");
        home.Run("$null = Start-MempalaceScheduler -Once");
        Assert.True(File.Exists(occurrence));
        home.Run("Remove-MempalaceSchedule job");
        Assert.False(File.Exists(occurrence));
        home.Install("job");
        home.Run("$null = Start-MempalaceScheduler -Once");
        Assert.Single(home.History("job"));
    }

    /// <summary>Starts the scheduler, and waits until it has started a run that does not end.</summary>
    private SchedulerProcess StartWithRun()
    {
        home.Hold();
        home.InstallDue("job");
        var scheduler = home.Start();
        Waiting.Until(() => home.Trace.Contains("begin"), "the run has begun");
        return scheduler;
    }
}

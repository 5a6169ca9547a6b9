using System.Text.Json;
using Xunit;

namespace MempalaceSched.Tests.Embedded;

/// <summary>The embedded scheduler as a user has it: the program, the module, the launchers, signals.</summary>
public sealed class SchedulerProcessTests : IDisposable
{
    private readonly SchedulerHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void It_takes_up_what_is_installed_changed_disabled_broken_and_removed_while_it_runs()
    {
        var scheduler = home.Start("-Format", "Json");
        scheduler.Says("\"Started\"");

        home.Install("first", "daily");
        scheduler.Says("\"Loaded\",\"name\":\"first\"");
        Assert.Contains("Waiting", home.Run("(Get-MempalaceSchedule first).State").Output, StringComparison.Ordinal);

        home.Install("first", "hourly");
        SchedulerHome.Until(
            () => scheduler.Lines.Count(line => line.Contains("\"Loaded\"", StringComparison.Ordinal)) == 2,
            "loaded again"
        );

        var text = File.ReadAllText(home.Definition("first"));
        File.WriteAllText(
            home.Definition("first"),
            text.Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal)
        );
        scheduler.Says("\"Unloaded\",\"name\":\"first\"");
        Assert.Contains("Disabled", home.Run("(Get-MempalaceSchedule first).State").Output, StringComparison.Ordinal);

        File.WriteAllText(home.Definition("broken"), "{");
        scheduler.Says("\"Refused\",\"name\":\"broken\"");
        File.Delete(home.Definition("broken"));

        Assert.Equal(0, home.Run("Remove-MempalaceSchedule", "first").ExitCode);
        home.Install("second", "*:*"); // into a folder that may be a new one: the old one was empty, and taken away
        scheduler.Says("\"RunEnded\",\"name\":\"second\"", seconds: 90);

        scheduler.Signal("TERM");
        Assert.Equal(0, scheduler.ExitCode());
        Assert.All(
            scheduler.Lines,
            line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind)
        );
        var run = JsonDocument.Parse(scheduler.Says("\"RunEnded\"")).RootElement.GetProperty("run");
        Assert.Equal(("Succeeded", 7), (run.GetProperty("outcome").GetString(), run.GetProperty("filed").GetInt32()));
        Assert.Contains("\"Stopped\"", scheduler.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Told_to_end_it_ends_its_runs_in_good_order_and_exits_with_0(string signal)
    {
        File.WriteAllText(home["hold"], "");
        home.InstallDue("job");
        var scheduler = home.Start();
        SchedulerHome.Until(() => home.Trace.Contains("begin"), "the mine has begun");
        scheduler.Signal(signal);
        Assert.Equal(0, scheduler.ExitCode());
        Assert.Equal(["begin", "term"], home.Trace);
        Assert.Contains("Interrupted", Assert.Single(home.History("job")), StringComparison.Ordinal);
        Assert.Contains("RunEnded job: Interrupted", scheduler.Says("RunEnded"), StringComparison.Ordinal);
        Assert.Contains("Stopped", scheduler.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_signal_ends_it_at_once()
    {
        File.WriteAllText(
            home.Mine,
            File.ReadAllText(home.Mine)
                .Replace("trap 'echo term >>trace; exit 5' TERM", "trap '' TERM", StringComparison.Ordinal)
        );
        File.WriteAllText(home["hold"], "");
        home.InstallDue("job");
        var scheduler = home.Start();
        SchedulerHome.Until(() => home.Trace.Contains("begin"), "the mine has begun");
        scheduler.Signal("TERM");
        scheduler.Says("Stopping");
        scheduler.Signal("TERM");
        Assert.NotEqual(0, scheduler.ExitCode(seconds: 5));
        File.Delete(home["hold"]);
        SchedulerHome.Until(() => home.History("job").Length == 1, "the launcher has ended by itself");
    }

    [Fact]
    public void Killed_in_the_middle_of_a_run_it_neither_loses_nor_doubles_it()
    {
        File.WriteAllText(home["hold"], "");
        home.InstallDue("job");
        var first = home.Start();
        SchedulerHome.Until(() => home.Trace.Contains("begin"), "the mine has begun");
        first.Signal("KILL");
        first.ExitCode();

        var second = home.Start();
        second.Says("Loaded job");
        Thread.Sleep(1500);
        Assert.Equal(["begin"], home.Trace);
        File.Delete(home["hold"]);
        SchedulerHome.Until(() => home.History("job").Length == 1, "the run has ended");
        Assert.Equal(["begin", "end"], home.Trace);
        Assert.Contains("Succeeded", home.History("job")[0], StringComparison.Ordinal);
        Assert.Contains("Succeeded", home.Run("(Start-MempalaceMine job).Outcome").Output, StringComparison.Ordinal); // the lock is free
        second.Signal("TERM");
        Assert.Equal(0, second.ExitCode());
        Assert.DoesNotContain(second.Lines, line => line.Contains("RunStarted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_one_is_refused_and_told_the_PID_of_the_first()
    {
        var first = home.Start();
        first.Says("Started");
        var second = home.Run("Start-MempalaceScheduler");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("SchedulerRunning", second.Error, StringComparison.Ordinal);
        Assert.Contains($"PID {first.Pid}", second.Error, StringComparison.Ordinal);
        first.Signal("KILL");
        first.ExitCode();
        Assert.Equal(0, home.Run("Start-MempalaceScheduler", "-Once").ExitCode); // a dead one holds nothing
        Assert.Empty(Directory.GetFiles(home[".local/state/mempalace-sched/locks"])); // and one that ended leaves nothing
    }

    [Fact]
    public void Once_runs_what_is_due_and_returns_the_runs()
    {
        home.InstallDue("job");
        home.Install("later", "daily");
        var runs = JsonDocument.Parse(home.Run("--json", "Start-MempalaceScheduler", "-Once").Output).RootElement;
        Assert.Equal(
            ("job", "Succeeded"),
            (runs[0].GetProperty("Name").GetString(), runs[0].GetProperty("Outcome").GetString())
        );
        Assert.Equal(1, runs.GetArrayLength());
        Assert.Equal(
            0,
            JsonDocument
                .Parse(home.Run("--json", "Start-MempalaceScheduler", "-Once").Output)
                .RootElement.GetArrayLength()
        );
    }

    [Fact]
    public void PassThru_gives_the_runs_as_objects()
    {
        home.InstallDue("job");
        var run = home.Run(
            "Start-MempalaceScheduler -PassThru | ForEach-Object { \"$($_.Name) $($_.Outcome)\"; break }"
        );
        Assert.Equal("job Succeeded", run.Output.Trim());
    }

    [Fact]
    public void Without_a_scheduler_process_one_warning_says_how_to_start_it()
    {
        var install = home.Run(
            "Install-MempalaceSchedule",
            "Custom",
            "-Name",
            "job",
            "-Command",
            home.Mine,
            "-Scheduler",
            "Embedded",
            "-At",
            "daily"
        );
        var get = home.Run("Get-MempalaceSchedule");
        foreach (var run in new[] { install, get })
        {
            Assert.Equal(0, run.ExitCode);
            Assert.Single(run.Error.Split('\n'), line => line.StartsWith("warning: ", StringComparison.Ordinal));
            Assert.Contains("Start-MempalaceScheduler", run.Error, StringComparison.Ordinal);
            Assert.Contains("NotRunning", run.Output, StringComparison.Ordinal);
        }
        Assert.Equal("SchedulerNotRunning", home.Run("(Get-MempalaceSchedule).Health").Output.Trim());
    }

    [Fact]
    public void WhatIf_runs_nothing()
    {
        var run = home.Run("Start-MempalaceScheduler", "-WhatIf");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("What if: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Started", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_falls_back_to_it_with_one_warning()
    {
        var run = Host.HostProgram.Run(
            ["(Install-MempalaceSchedule Custom -Name job -Command " + home.Mine + " -At daily).Scheduler"],
            "",
            home.Environment(
                ("PATH", "/nonexistent"),
                ("XDG_RUNTIME_DIR", null),
                ("DBUS_SESSION_BUS_ADDRESS", null),
                ("DOTNET_ROOT", DotnetRoot())
            )
        );
        Assert.SkipWhen(
            run.Error.Contains("crontab", StringComparison.Ordinal) || run.Output.Trim() == "Cron",
            "a cron daemon runs on this machine, and Auto takes that first"
        );
        Assert.True(run.Output.Trim() == "Embedded", run.Output + run.Error);
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("warning: ", StringComparison.Ordinal));
        Assert.Contains("Start-MempalaceScheduler", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_folder_that_cannot_be_made_is_an_error_with_its_path()
    {
        var run = Host.HostProgram.Run(
            ["Start-MempalaceScheduler"],
            "",
            home.Environment(("XDG_STATE_HOME", "/proc/none"))
        );
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FileFailed", run.Error, StringComparison.Ordinal);
        Assert.Contains("/proc/none", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launcher_that_is_gone_is_a_failed_run_and_the_others_go_on()
    {
        home.InstallDue("gone");
        home.InstallDue("job");
        File.Delete(home[".local/share/mempalace-sched/bin/gone"]);
        var scheduler = home.Start();
        Assert.Contains("ended without a result", scheduler.Says("RunEnded gone: Failed"), StringComparison.Ordinal);
        scheduler.Says("RunEnded job: Succeeded");
        scheduler.Signal("TERM");
        Assert.Equal(0, scheduler.ExitCode());
    }

    [Fact]
    public void Removed_and_installed_again_it_has_nothing_to_make_up_for()
    {
        home.InstallDue("job");
        home.Run("Start-MempalaceScheduler", "-Once");
        Assert.True(File.Exists(Path.Combine(home.State("job"), "occurrence")));
        home.Run("Remove-MempalaceSchedule", "job");
        Assert.False(File.Exists(Path.Combine(home.State("job"), "occurrence")));
        home.Install("job", "daily");
        home.Run("Start-MempalaceScheduler", "-Once");
        Assert.Single(home.History("job"));
    }

    private static string DotnetRoot() =>
        Path.GetFullPath(
            Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../..")
        );
}

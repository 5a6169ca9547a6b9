using System.Text.Json;
using MempalaceSched.SystemTests.Systemd;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Conformance;

/// <summary>
/// A scheduler in a bed, and the report of the shared scenario. The scenario runs when the first test needs the report.
/// </summary>
public abstract class ConformanceBed
{
    private readonly Lazy<Systemd.Report> report;

    private protected ConformanceBed(SchedulerKind scheduler, Func<Systemd.Report> run)
    {
        Scheduler = scheduler;
        report = new Lazy<Systemd.Report>(run);
    }

    public SchedulerKind Scheduler { get; }

    /// <summary>The number of native entries per schedule, such as units or crontab lines.</summary>
    public virtual int NativeLines => 0;

    /// <summary>The number of native entries of a disabled schedule.</summary>
    public virtual int DisabledLines => 0;

    /// <summary>The state of an installed schedule that is not running.</summary>
    public virtual string Idle => "Waiting";

    internal Systemd.Report Report => report.Value;
}

/// <summary>
/// The tests that every scheduler must pass. To add a scheduler, add a bed and a test class to <c>Schedulers.cs</c>.
/// </summary>
public abstract class ConformanceTests<TBed>(TBed bed) : IClassFixture<TBed>
    where TBed : ConformanceBed
{
    private Systemd.Report Report => bed.Report;

    [Fact]
    public void Install_returns_the_schedule_with_its_next_run()
    {
        var schedule = Only("install");
        Assert.Equal(
            ("conf-a", bed.Scheduler.ToString(), bed.Idle, true),
            (
                Text(schedule, "Name"),
                Text(schedule, "Scheduler"),
                Text(schedule, "State"),
                schedule.GetProperty("Enabled").GetBoolean()
            )
        );
        IsNext(schedule, DayOfWeek.Monday, new TimeOnly(3, 0));
        Assert.Equal(bed.NativeLines, Report.Lines("install.native").Count);
    }

    [Fact]
    public void Installing_again_changes_nothing()
    {
        Assert.Equal("conf-a", Text(Only("again"), "Name"));
        Assert.True(Report["again.same"].GetBoolean());
    }

    [Fact]
    public void Installing_with_new_values_updates_the_schedule()
    {
        IsNext(Only("update"), DayOfWeek.Tuesday, new TimeOnly(4, 5));
        Assert.Equal(bed.NativeLines, Report.Lines("update.native").Count);
    }

    [Fact]
    public void Get_returns_the_schedule_and_reports_an_unknown_name()
    {
        Assert.Equal("conf-a", Text(Only("get"), "Name"));
        Report.Call("get.missing").FailedWith("ScheduleNotFound");
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        Assert.Empty(Report.Call("whatif").Errors);
        Assert.Equal(Report.Lines("update.native"), Report.Lines("whatif.native"));
    }

    [Fact]
    public void Start_returns_the_completed_run()
    {
        var run = Only("start");
        Assert.Equal(
            ("Succeeded", "manual", 0),
            (Text(run, "Outcome"), Text(run, "Trigger"), run.GetProperty("ExitCode").GetInt32())
        );
    }

    [Fact]
    public void History_and_Get_show_a_run_that_the_scheduler_starts()
    {
        var runs = Report.Runs("fired");
        Assert.Equal(["manual", "scheduled"], runs.Select(run => run.GetProperty("trigger").GetString()));
        Assert.All(runs, run => Assert.Equal("Succeeded", run.GetProperty("outcome").GetString()));
        Assert.Equal("Succeeded", Text(Only("fired.get"), "LastOutcome"));
    }

    [Fact]
    public void During_a_run_the_state_is_Running_and_a_second_run_is_Busy()
    {
        Assert.True(Report["slow.running"].GetBoolean());
        Assert.Equal("Running", Text(Only("slow.start"), "Outcome"));
        Assert.Equal("Running", Text(Only("slow.get"), "State"));
        Assert.Equal("Busy", Text(Only("slow.twice"), "Outcome"));
        Assert.Equal("75", Report.Text("slow.launcher"));
        Report.Call("slow.purge").FailedWith("MineRunning");
        Assert.True(Report["slow.ended"].GetBoolean());
        Assert.Contains(Report.Runs("slow.runs"), run => run.GetProperty("outcome").GetString() == "Succeeded");
    }

    [Fact]
    public void A_run_that_exceeds_its_time_limit_is_stopped()
    {
        var run = Only("limit");
        Assert.Equal(("TimedOut", 124), (Text(run, "Outcome"), run.GetProperty("ExitCode").GetInt32()));
    }

    [Fact]
    public void Stop_ends_a_run_however_it_was_started_and_leaves_no_process()
    {
        Assert.True(Report["stop.running"].GetBoolean() && Report["hand.running"].GetBoolean());
        Assert.Equal(2, Report.Lines("stop.before").Count);
        Assert.Equal(
            (Text(Only("stop.start"), "Id"), "Interrupted", 143),
            (Text(Only("stop"), "Id"), Text(Only("stop"), "Outcome"), Only("stop").GetProperty("ExitCode").GetInt32())
        );
        Assert.Empty(Report.Lines("stop.left"));
        Assert.Equal(
            (bed.Idle, "Interrupted"),
            (Text(Only("stop.get"), "State"), Text(Only("stop.get"), "LastOutcome"))
        );
        Report.Call("stop.again").FailedWith("MineNotRunning");
        Assert.Equal("Interrupted", Text(Only("hand"), "Outcome"));
        Assert.Empty(Report.Lines("hand.left"));
        Assert.Equal(
            [Text(Only("hand"), "Id"), Text(Only("stop"), "Id")],
            Report.Call("hand.history").Output.Select(run => Text(run, "Id"))
        );
    }

    [Fact]
    public void A_run_without_sessions_is_skipped_with_a_reason()
    {
        var run = Only("skip");
        Assert.Equal("Skipped", Text(run, "Outcome"));
        Assert.Contains("opencode.db does not exist", Text(run, "Reason"), StringComparison.Ordinal);
        Assert.Equal("Succeeded", Text(Only("found"), "Outcome"));
        Assert.Equal("NothingNew", Text(Only("nothing-new"), "Outcome"));
    }

    [Fact]
    public void An_occurrence_whose_palace_is_held_stays_due_and_is_tried_again()
    {
        Assert.True(Report["held.due"].GetBoolean());
        Assert.True(Report["held.came"].GetBoolean(), $"The runs were: {Report.Text("held.outcomes")}");
        Assert.Equal(["Busy", "Succeeded"], Report.Lines("held.outcomes"));
        Assert.True(Report["held.settled"].GetBoolean());
        Assert.Equal("Succeeded", Text(Only("held.get"), "LastOutcome"));
    }

    [Fact]
    public void Special_characters_reach_the_command_unchanged()
    {
        _ = Only("hostile");
        Assert.Equal("NothingNew", Text(Only("hostile.start"), "Outcome"));
        Assert.Equal(["NothingNew", "NothingNew"], Report.Lines("hostile.outcomes"));
        Assert.True(Report["hostile.same"].GetBoolean());
    }

    [Fact]
    public void A_disabled_schedule_has_no_next_run_until_it_is_enabled()
    {
        foreach (var key in new[] { "disable", "disable.get", "disable.set" })
        {
            var schedule = Only(key);
            Assert.Equal(("Disabled", false), (Text(schedule, "State"), schedule.GetProperty("Enabled").GetBoolean()));
            Assert.Equal(JsonValueKind.Null, schedule.GetProperty("NextRun").ValueKind);
        }
        Assert.Equal(bed.DisabledLines, Report.Lines("disable.native").Count);
        Assert.Equal("Thu 06:07", Text(Only("disable.set"), "At"));
        Assert.Equal("Succeeded", Text(Only("disable.start"), "Outcome"));
        IsNext(Only("enable"), DayOfWeek.Thursday, new TimeOnly(6, 7));
        Assert.Equal(bed.NativeLines, Report.Lines("enable.native").Count);
    }

    [Fact]
    public void Moving_a_schedule_removes_it_from_the_old_scheduler()
    {
        Assert.NotEqual(bed.Scheduler.ToString(), Text(Only("move"), "Scheduler"));
        Assert.Empty(Report.Lines("move.native"));
        Assert.Equal(Text(Only("move"), "Scheduler"), Text(Only("move.get"), "Scheduler"));
        Assert.Equal(bed.Scheduler.ToString(), Text(Only("back"), "Scheduler"));
        Assert.Empty(Report.Lines("back.other"));
    }

    [Fact]
    public void Remove_deletes_everything_except_the_history()
    {
        IsDone("remove");
        Assert.Empty(Report.Lines("remove.native"));
        Assert.All(
            Report.Lines("remove.files"),
            path =>
                Assert.True(
                    path.StartsWith("./.local/state/mempalace-sched/conf-a/", StringComparison.Ordinal)
                        || path.StartsWith("./Library/Logs/", StringComparison.Ordinal),
                    path
                )
        );
        Assert.Contains("./.local/state/mempalace-sched/conf-a/history.jsonl", Report.Lines("remove.files"));
        Report.Call("remove.again").FailedWith("ScheduleNotFound");
    }

    [Fact]
    public void Purge_deletes_only_files_of_the_module()
    {
        IsDone("purge");
        Assert.Empty(Report.Lines("purge.native"));
        Assert.Empty(Report.Lines("purge.left"));
        Assert.Empty(Report.Lines("purge.lost"));
        Assert.True(Report["native"].GetBoolean());
    }

    [Fact]
    public void Twenty_schedules_can_be_installed_at_once()
    {
        var call = Report.Call("twenty");
        Assert.Empty(call.Errors);
        Assert.Equal(20, call.Output.Count);
        Assert.Equal("20", Report.Text("twenty.get"));
        Assert.Equal(20 * bed.NativeLines, Report.Lines("twenty.native").Count);
        IsDone("twenty.remove");
        Assert.Empty(Report.Lines("twenty.left"));
    }

    /// <summary>
    /// Returns the only object of a call without errors. Ignores warnings, such as that the scheduler is not running.
    /// </summary>
    private JsonElement Only(string key)
    {
        var call = Report.Call(key);
        Assert.True(call.Errors.Count == 0 && call.Output.Count == 1, $"{key}: {Report.Text(key)}");
        return call.Output[0];
    }

    private void IsDone(string key)
    {
        var call = Report.Call(key);
        Assert.True(call.Errors.Count == 0 && call.Output.Count == 0, $"{key}: {Report.Text(key)}");
    }

    private static void IsNext(JsonElement schedule, DayOfWeek day, TimeOnly time)
    {
        var next = schedule.GetProperty("NextRun").GetDateTimeOffset();
        Assert.Equal((day, time), (next.DayOfWeek, TimeOnly.FromDateTime(next.DateTime)));
    }
}

using System.Globalization;
using System.Text.Json;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class LifecycleScenario() : Scenario("Lifecycle", () => new BedOptions());

/// <summary>A schedule from its install to its removal, as its user lives it.</summary>
public sealed class LifecycleTests(LifecycleScenario scenario) : IClassFixture<LifecycleScenario>
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(Bed.Zone);

    private Report Report => scenario.Report;

    private static DateTimeOffset Time(JsonElement item, string property) =>
        item.GetProperty(property).GetDateTimeOffset();

    [Fact]
    public void Systemd_finds_nothing_to_say_about_the_units() => Assert.Empty(Report.Lines("install.verify"));

    [Fact]
    public void The_timer_is_enabled() => Assert.Equal("enabled", Report.Text("install.enabled"));

    [Fact]
    public void The_next_run_is_on_the_coming_Monday_at_three_local_time_with_at_most_half_an_hour_on_top()
    {
        var now = TimeZoneInfo.ConvertTime(Report["now"].GetDateTimeOffset(), Zone);
        var monday = now.Date.AddDays(((int)DayOfWeek.Monday - (int)now.DayOfWeek + 7) % 7).AddHours(3);
        if (monday <= now.DateTime)
            monday = monday.AddDays(7);

        var next = TimeZoneInfo.ConvertTime(Time(Report.Call("install").Only, "NextRun"), Zone).DateTime;
        Assert.InRange(next, monday, monday.AddMinutes(30));
    }

    [Fact]
    public void The_next_run_is_the_one_that_systemd_names()
    {
        var next = TimeZoneInfo.ConvertTime(Time(Report.Call("install").Only, "NextRun"), Zone);
        Assert.StartsWith(
            next.ToString("ddd yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            Report.Text("install.next"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_mine_runs_and_files_every_session()
    {
        Assert.Equal("Succeeded", Text(Report.Call("mine").Only, "Outcome"));
        Assert.Equal(["first talk", "second talk", "third talk"], Report.Lines("mine.filed"));
    }

    [Fact]
    public void Its_history_has_the_counts_of_its_summary()
    {
        var run = Assert.Single(Report.Runs("mine.history"));
        Assert.Equal("Succeeded", Text(run, "outcome"));
        Assert.Equal(
            (3, 0, 9),
            (
                run.GetProperty("filesProcessed").GetInt32(),
                run.GetProperty("filesSkipped").GetInt32(),
                run.GetProperty("drawersFiled").GetInt32()
            )
        );
    }

    [Fact]
    public void Start_gives_the_run_of_the_history()
    {
        var (started, run) = (Report.Call("mine").Only, Report.Runs("mine.history")[0]);
        Assert.Equal(Text(run, "id"), Text(started, "Id"));
        Assert.Equal(
            (3, 0, 9),
            (
                started.GetProperty("Processed").GetInt32(),
                started.GetProperty("Skipped").GetInt32(),
                started.GetProperty("Filed").GetInt32()
            )
        );
        Assert.Equal("manual", Text(started, "Trigger"));
    }

    [Fact]
    public void Get_shows_the_last_run()
    {
        var schedule = Report.Call("mine.get").Only;
        Assert.Equal("Succeeded", Text(schedule, "LastOutcome"));
        Assert.Equal(Time(Report.Call("mine").Only, "Started"), Time(schedule, "LastRun"));
        Assert.Equal("Waiting", Text(schedule, "State"));
    }

    [Fact]
    public void A_second_mine_finds_nothing_new() =>
        Assert.Equal("NothingNew", Text(Report.Call("mine.again").Only, "Outcome"));

    [Fact]
    public void The_journal_has_every_line_of_the_run_under_its_name()
    {
        var journal = Report.Lines("mine.journal");
        Assert.NotEmpty(Report.Lines("mine.log"));
        Assert.All(Report.Lines("mine.log"), line => Assert.Contains(line, journal));
        Assert.Contains("mempalace-session: Succeeded", journal);
        Assert.Contains("mempalace-session: NothingNew", journal);
    }

    [Fact]
    public void Without_its_store_a_mine_is_skipped_and_says_what_is_missing()
    {
        var run = Report.Call("condition.file").Only;
        Assert.Equal("Skipped", Text(run, "Outcome"));
        Assert.Equal(
            "nothing to mine: /home/bedtest/.local/share/opencode/opencode.db does not exist",
            Text(run, "Reason")
        );
    }

    [Fact]
    public void Get_shows_the_skipped_run()
    {
        var schedule = Report.Call("condition.get").Only;
        Assert.Equal("Skipped", Text(schedule, "LastOutcome"));
        Assert.Contains("opencode.db does not exist", Text(schedule, "LastReason"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_is_a_pattern_is_skipped_until_something_matches()
    {
        var skipped = Report.Call("condition.glob.none").Only;
        Assert.Equal("Skipped", Text(skipped, "Outcome"));
        Assert.Contains(
            "/home/bedtest/.gemini/tmp/*/chats does not exist",
            Text(skipped, "Reason"),
            StringComparison.Ordinal
        );
        Assert.Equal("Succeeded", Text(Report.Call("condition.glob.some").Only, "Outcome"));
    }

    [Fact]
    public void The_same_install_again_only_asks_once()
    {
        Assert.StartsWith(
            "systemctl --user --no-pager show ",
            Assert.Single(Report.Lines("same.calls")),
            StringComparison.Ordinal
        );
        Assert.Empty(Report.Lines("same.tree"));
    }

    [Fact]
    public void Another_time_is_taken_over_at_once()
    {
        var schedule = Report.Call("update.at").Only;
        Assert.Equal("Thu 04:10", Text(schedule, "At"));
        Assert.Matches("^Thu .* 04:10:00 CES?T$", Report.Text("update.next"));
    }

    [Fact]
    public void An_update_asks_before_and_after_and_enables_once() =>
        Assert.Equal(
            ["show", "show", "enable", "show"],
            Report.Lines("update.calls").Select(call => call.Split(' ')[3])
        );

    [Theory]
    [InlineData("no-runtime-dir")]
    [InlineData("wrong-runtime-dir")]
    public void The_manager_is_found_without_the_variable_of_the_session(string key) =>
        Assert.Equal("Waiting", Text(Report.Call(key).Only, "State"));

    [Fact]
    public void An_install_works_without_the_variable_of_the_session() =>
        Assert.Equal("Sun 05:00", Text(Report.Call("no-runtime-dir.install").Only, "At"));

    [Fact]
    public void A_folder_that_the_manager_does_not_know_of_is_named_and_nothing_is_left()
    {
        var call = Report.Call("elsewhere");
        call.FailedWith("SchedulerCommandFailed");
        Assert.Contains(
            "does not list XDG_CONFIG_HOME as '/home/bedtest/elsewhere'",
            Assert.Single(call.WaysOut),
            StringComparison.Ordinal
        );
        Assert.Empty(Report.Lines("elsewhere.tree"));
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("failed")]
    [InlineData("purge")]
    public void A_removal_leaves_nothing_with_the_manager(string key)
    {
        Report.Call(key == "failed" ? "failed.remove" : key).IsSilent();
        Assert.Empty(Report.Lines($"{key}.units"));
    }

    [Fact]
    public void A_failed_run_had_left_a_failed_unit()
    {
        Assert.Equal("Failed", Text(Report.Call("failed.mine").Only, "Outcome"));
        Assert.Equal("failed", Report.Text("failed.unit"));
    }

    [Fact]
    public void A_removal_leaves_no_file_but_history_and_logs()
    {
        Assert.Empty(Report.Lines("remove.tree"));
        Assert.Empty(Report.Lines("remove.state"));
    }

    [Fact]
    public void A_purge_leaves_nothing_of_ours() => Assert.Empty(Report.Lines("purge.tree"));

    [Fact]
    public void Removing_what_is_not_there_is_an_error_for_a_name_and_none_for_a_wildcard()
    {
        Report.Call("remove.literal").FailedWith("ScheduleNotFound");
        Report.Call("remove.wildcard").IsSilent();
    }

    [Fact]
    public void Somebody_elses_unit_is_not_replaced()
    {
        Assert.Contains(
            "mempalace-pi-session.timer",
            Report.Call("foreign.refused").FailedWith("ScheduleExists"),
            StringComparison.Ordinal
        );
        Assert.Empty(Report.Lines("foreign.refused.tree"));
    }

    [Fact]
    public void By_force_it_is_replaced_and_a_copy_is_kept()
    {
        Assert.Equal("Waiting", Text(Report.Call("foreign.forced").Only, "State"));
        Assert.Equal(["[Timer]\nOnCalendar=daily\n"], Report.Lines("foreign.copies"));
    }

    [Fact]
    public void Somebody_elses_running_timer_runs_on_when_its_replacement_fails()
    {
        Report.Call("foreign.undone").FailedWith("InstallNotVerified");
        Assert.Empty(Report.Lines("foreign.undone.tree"));
        Assert.Matches("^Sun .* 12:00:00", Report.Text("foreign.undone.next"));
    }
}

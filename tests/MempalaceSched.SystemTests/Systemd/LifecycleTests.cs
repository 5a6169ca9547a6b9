using System.Globalization;
using System.Text.Json;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class LifecycleScenario() : Scenario("Lifecycle", () => new BedOptions());

/// <summary>Tests the life cycle of a schedule, from installation to removal.</summary>
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
    public void The_next_run_is_on_Monday_at_three_local_time_plus_at_most_30_minutes()
    {
        var now = TimeZoneInfo.ConvertTime(Report["now"].GetDateTimeOffset(), Zone);
        var monday = now.Date.AddDays(((int)DayOfWeek.Monday - (int)now.DayOfWeek + 7) % 7).AddHours(3);
        if (monday <= now.DateTime)
            monday = monday.AddDays(7);

        var next = TimeZoneInfo.ConvertTime(Time(Report.Call("install").Only, "NextRun"), Zone).DateTime;
        Assert.InRange(next, monday, monday.AddMinutes(30));
    }

    [Fact]
    public void The_next_run_equals_the_one_in_systemd()
    {
        var next = TimeZoneInfo.ConvertTime(Time(Report.Call("install").Only, "NextRun"), Zone);
        Assert.StartsWith(
            next.ToString("ddd yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            Report.Text("install.next"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_run_files_every_session()
    {
        Assert.Equal("Succeeded", Text(Report.Call("mine").Only, "Outcome"));
        Assert.Equal(["first talk", "second talk", "third talk"], Report.Lines("mine.filed"));
    }

    [Fact]
    public void The_history_contains_the_counts_from_the_summary()
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
    public void Start_returns_the_run_from_the_history()
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
    public void A_second_run_finds_nothing_new() =>
        Assert.Equal("NothingNew", Text(Report.Call("mine.again").Only, "Outcome"));

    [Fact]
    public void The_journal_contains_every_line_of_the_run()
    {
        var journal = Report.Lines("mine.journal");
        Assert.NotEmpty(Report.Lines("mine.log"));
        Assert.All(Report.Lines("mine.log"), line => Assert.Contains(line, journal));
        Assert.Contains("mempalace-session: Succeeded", journal);
        Assert.Contains("mempalace-session: NothingNew", journal);
    }

    [Fact]
    public void A_run_without_a_store_is_skipped_with_a_reason()
    {
        var run = Report.Call("store.file").Only;
        Assert.Equal("Skipped", Text(run, "Outcome"));
        Assert.Equal(
            "nothing to mine: /home/bedtest/.local/share/opencode/opencode.db does not exist",
            Text(run, "Reason")
        );
    }

    [Fact]
    public void Get_shows_the_skipped_run()
    {
        var schedule = Report.Call("store.get").Only;
        Assert.Equal("Skipped", Text(schedule, "LastOutcome"));
        Assert.Contains("opencode.db does not exist", Text(schedule, "LastReason"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_pattern_without_matches_skips_the_run()
    {
        var skipped = Report.Call("store.glob.none").Only;
        Assert.Equal("Skipped", Text(skipped, "Outcome"));
        Assert.Contains(
            "/home/bedtest/.gemini/tmp/*/chats does not exist",
            Text(skipped, "Reason"),
            StringComparison.Ordinal
        );
        Assert.Equal("Succeeded", Text(Report.Call("store.glob.some").Only, "Outcome"));
    }

    [Fact]
    public void Installing_the_same_schedule_again_only_calls_show()
    {
        Assert.StartsWith(
            "systemctl --user --no-pager show ",
            Assert.Single(Report.Lines("same.calls")),
            StringComparison.Ordinal
        );
        Assert.Empty(Report.Lines("same.tree"));
    }

    [Fact]
    public void A_new_time_takes_effect_immediately()
    {
        var schedule = Report.Call("update.at").Only;
        Assert.Equal("Thu 04:10", Text(schedule, "At"));
        Assert.Matches("^Thu .* 04:10:00 CES?T$", Report.Text("update.next"));
    }

    [Fact]
    public void An_update_calls_enable_once_and_show_before_and_after() =>
        Assert.Equal(
            ["show", "show", "enable", "show"],
            Report.Lines("update.calls").Select(call => call.Split(' ')[3])
        );

    [Theory]
    [InlineData("no-runtime-dir")]
    [InlineData("wrong-runtime-dir")]
    public void The_user_manager_is_found_without_XDG_RUNTIME_DIR(string key) =>
        Assert.Equal("Waiting", Text(Report.Call(key).Only, "State"));

    [Fact]
    public void Install_works_without_XDG_RUNTIME_DIR() =>
        Assert.Equal("Sun 05:00", Text(Report.Call("no-runtime-dir.install").Only, "At"));

    [Fact]
    public void A_unit_folder_unknown_to_the_manager_is_an_error_and_nothing_is_left()
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
    public void Remove_leaves_no_unit_in_the_user_manager(string key)
    {
        Report.Call(key == "failed" ? "failed.remove" : key).IsSilent();
        Assert.Empty(Report.Lines($"{key}.units"));
    }

    [Fact]
    public void A_failed_run_leaves_a_failed_unit()
    {
        Assert.Equal("Failed", Text(Report.Call("failed.mine").Only, "Outcome"));
        Assert.Equal("failed", Report.Text("failed.unit"));
    }

    [Fact]
    public void Remove_deletes_all_files_except_history_and_logs()
    {
        Assert.Empty(Report.Lines("remove.tree"));
        Assert.Empty(Report.Lines("remove.state"));
    }

    [Fact]
    public void Purge_leaves_no_files() => Assert.Empty(Report.Lines("purge.tree"));

    [Fact]
    public void Removing_an_unknown_name_is_an_error_but_a_wildcard_without_matches_is_not()
    {
        Report.Call("remove.literal").FailedWith("ScheduleNotFound");
        Report.Call("remove.wildcard").IsSilent();
    }

    [Fact]
    public void A_foreign_unit_is_not_replaced()
    {
        Assert.Contains(
            "mempalace-pi-session.timer",
            Report.Call("foreign.refused").FailedWith("ScheduleExists"),
            StringComparison.Ordinal
        );
        Assert.Empty(Report.Lines("foreign.refused.tree"));
    }

    [Fact]
    public void Force_replaces_a_foreign_unit_and_keeps_a_backup()
    {
        Assert.Equal("Waiting", Text(Report.Call("foreign.forced").Only, "State"));
        Assert.Equal(["[Timer]\nOnCalendar=daily\n"], Report.Lines("foreign.copies"));
    }

    [Fact]
    public void A_foreign_timer_stays_active_if_its_replacement_fails()
    {
        Report.Call("foreign.undone").FailedWith("InstallNotVerified");
        Assert.Empty(Report.Lines("foreign.undone.tree"));
        Assert.Matches("^Sun .* 12:00:00", Report.Text("foreign.undone.next"));
    }
}

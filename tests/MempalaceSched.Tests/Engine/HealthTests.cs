using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Engine;

/// <summary>Each health that can be made under stand-ins. The beds of the system tests make all of them for real.</summary>
public sealed class HealthTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void A_file_that_was_changed_is_named_and_its_difference_shown()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.AppendAllText(Timer, "# mine\n");
        var response = bed.Works(
            "Get-MempalaceSchedule -Verbose | ForEach-Object { \"$($_.Health): $($_.HealthDetail)\" }"
        );
        Assert.StartsWith(
            $"Drifted: '{Timer}' is not as it was written. Repair-MempalaceSchedule mempalace-session puts it back.",
            Assert.Single(response.Output),
            StringComparison.Ordinal
        );
        Assert.Contains(
            response.Verbose,
            line =>
                line.Contains($"--- {Timer}", StringComparison.Ordinal)
                && line.Contains("\n-# mine", StringComparison.Ordinal)
        );
        Assert.Equal(["Drifted"], Health());
    }

    [Theory]
    [InlineData("data/mempalace-sched/bin/mempalace-session", "is not there")]
    [InlineData("config/systemd/user/mempalace-session.service", "is not there")]
    public void A_file_that_is_gone_has_drifted(string file, string what)
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.Delete(bed.Home[file]);
        Assert.StartsWith($"Drifted '{bed.Home[file]}' {what}.", Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_permissions_are_drift_without_a_difference()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.SetUnixFileMode(Timer, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("has other permissions", Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_that_was_changed_by_hand_makes_its_files_drift()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var definition = bed.Home["config/mempalace-sched/mempalace-session.json"];
        File.WriteAllText(
            definition,
            File.ReadAllText(definition).Replace("02:00:00", "01:00:00", StringComparison.Ordinal)
        );
        Assert.Contains("/bin/mempalace-session' is not as it was written", Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unit-file-state", "disabled", "Drifted the timer is running but disabled")]
    [InlineData("need-reload", "yes", "Drifted systemd has an older version")]
    public void What_systemd_has_otherwise_is_drift_though_no_file_was_touched(string file, string says, string found)
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write($"standin/{file}", says);
        Assert.StartsWith(found, Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disabled_one_whose_timer_runs_has_drifted_and_a_stopped_one_is_disabled()
    {
        bed.Works("Install-MempalaceSchedule OpenCode; Disable-MempalaceSchedule mempalace-session");
        Assert.StartsWith("Disabled It is disabled. Enable-MempalaceSchedule", Detail(), StringComparison.Ordinal);
        bed.Home.Write("standin/active/mempalace-session.timer", "");
        Assert.StartsWith("Drifted the schedule is disabled, but its timer is running.", Detail(), StringComparison.Ordinal);
        bed.Works("Enable-MempalaceSchedule mempalace-session");
        File.Delete(bed.Home["standin/active/mempalace-session.timer"]);
        Assert.StartsWith("Disabled Its scheduler was told", Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_that_is_gone_is_missing_and_what_else_is_the_matter_is_said()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.Delete(Timer);
        Assert.StartsWith(
            "Missing Its scheduler does not have it: the scheduler does not have it. Repair-",
            Detail(),
            StringComparison.Ordinal
        );
        Assert.Contains("Besides, Drifted: ", Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_is_gone_or_cannot_be_run_is_named()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.SetUnixFileMode(bed.Home["bin/mempalace-session"], UnixFileMode.UserRead);
        Assert.StartsWith(
            $"CommandGone The command '{bed.Home["bin/mempalace-session"]}' is not there, or cannot be run.",
            Detail(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Three_failures_in_a_row_are_failing_and_a_run_that_works_ends_that()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Program("bin/mempalace-session", "#!/bin/sh\necho broken\nexit 4\n");
        bed.Works("1..2 | ForEach-Object { $null = Start-MempalaceMine mempalace-session }");
        Assert.DoesNotContain("Failing", Health());
        bed.Works("$null = Start-MempalaceMine mempalace-session");
        Assert.Matches("^Failing 3 runs in a row did not work, the last one .*: Failed \\(exit 4: broken\\)", Detail());
        bed.Home.Program("bin/mempalace-session", "#!/bin/sh\necho 'Drawers filed: 1'\n");
        bed.Works("$null = Start-MempalaceMine mempalace-session");
        Assert.DoesNotContain("Failing", Health());
    }

    [Fact]
    public void Nothing_for_longer_than_the_calendar_allows_is_overdue_until_a_run_works()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        File.SetLastWriteTimeUtc(
            bed.Home["config/mempalace-sched/mempalace-session.json"],
            DateTime.UtcNow.AddDays(-7)
        );
        Assert.DoesNotContain("Overdue", Health());
        File.SetLastWriteTimeUtc(
            bed.Home["config/mempalace-sched/mempalace-session.json"],
            DateTime.UtcNow.AddDays(-8)
        );
        Assert.Matches("^Overdue A run should have worked by .*, and none has yet\\.", Detail());
        bed.Works("$null = Start-MempalaceMine mempalace-session");
        Assert.DoesNotContain("Overdue", Health());
    }

    [Fact]
    public void A_scheduler_that_cannot_be_asked_leaves_it_unknown_and_the_disk_still_tells()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        File.Delete(bed.Home["bin/mempalace-pi-session"]);
        bed.Home.Write("standin/fail-show", "Failed to connect to bus");
        Assert.Equal(["CommandGone", "Unknown"], Health());
    }

    [Fact]
    public void An_embedded_scheduler_that_does_not_run_is_said()
    {
        bed.Run("Install-MempalaceSchedule OpenCode -Scheduler Embedded");
        Assert.Equal(
            ["SchedulerNotRunning"],
            bed.Run("Get-MempalaceSchedule | ForEach-Object { \"$($_.Health)\" }").Output
        );
    }

    private string Timer => bed.Home["config/systemd/user/mempalace-session.timer"];

    private List<string> Health() => bed.Run("Get-MempalaceSchedule | ForEach-Object { \"$($_.Health)\" }").Output;

    private string Detail() =>
        Assert.Single(
            bed.Works("Get-MempalaceSchedule | ForEach-Object { \"$($_.Health) $($_.HealthDetail)\" }").Output
        );
}

using MempalaceSched.Tests.Adoption;

namespace MempalaceSched.Tests.Engine;

/// <summary>Units that were made by hand, under the stand-in for systemctl.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Units = "config/systemd/user";
    private readonly Bed bed;

    public ImportTests(EngineProcess engine)
    {
        bed = new Bed(engine);
        foreach (var program in new[] { "mempalace-session", "mempalace-pi-session", "mempalace" })
            bed.Home.Program($".local/bin/{program}");
    }

    public void Dispose() => bed.Dispose();

    [Fact]
    public void Units_of_our_names_are_replaced_in_place_and_their_drop_ins_go()
    {
        HandMade("mempalace-session");
        bed.Home.Write(
            $"{Units}/mempalace-session.service.d/override.conf",
            "[Service]\nEnvironment=A=b MEMPALACE_PATH=%h/p XDG_DATA_HOME=%h/other\n"
        );
        var response = bed.Works(
            "Import-MempalaceSchedule | ForEach-Object { \"$($_.Name)|$($_.Source)|$($_.At)|$($_.State)|$($_.RandomDelay)|$($_.TimeLimit)|$($_.NoCatchUp)|$($_.Palace)|$($_.Environment.A)|$($_.Command)|$($_.StorePath)\" }"
        );
        Assert.Equal(
            [
                $"mempalace-session|OpenCode|Mon 03:00|Waiting|00:30:00|02:00:00|False|{bed.Home["p"]}|b|{bed.Home[".local/bin/mempalace-session"]}|{bed.Home["other/opencode/opencode.db"]}",
            ],
            response.Output
        );
        Assert.Equal(
            ["stop -- mempalace-session.timer", "enable --now -- mempalace-session.timer"],
            bed.Changes.Select(call => call["systemctl --user --no-pager ".Length..])
        );
        Assert.False(Directory.Exists(bed.Home[$"{Units}/mempalace-session.service.d"]));
        Assert.Contains(
            "X-Mempalace-Schedule=mempalace-session",
            File.ReadAllText(bed.Home[$"{Units}/mempalace-session.timer"]),
            StringComparison.Ordinal
        );
        Assert.Equal(3, Directory.GetFiles(bed.Home["state/mempalace-sched/backups"]).Length);
        Assert.Contains(
            $"PATH='{bed.Home[".local/bin"]}:/usr/local/bin:/usr/bin:/bin",
            File.ReadAllText(bed.Home["data/mempalace-sched/bin/mempalace-session"]),
            StringComparison.Ordinal
        );
        Assert.Empty(bed.Works("Import-MempalaceSchedule").Output);
    }

    [Fact]
    public void Units_of_other_names_become_schedules_of_these_names_and_are_gone()
    {
        HandMade("mempalace-session", "Weekly", "mine.me");
        HandMade("mempalace-pi-session", "nightly", "nightly");
        File.SetLastWriteTimeUtc(
            bed.Home.Write("data/systemd/timers/stamp-Weekly.timer", ""),
            DateTime.UnixEpoch.AddYears(50)
        );
        var response = bed.Works("Import-MempalaceSchedule | ForEach-Object { \"$($_.Name)|$($_.Source)\" }");
        Assert.Equal(["mempalace-session|OpenCode", "nightly|Pi"], response.Output);
        Assert.Equal(
            [
                "stop -- Weekly.timer nightly.timer",
                "enable --now -- mempalace-session.timer nightly.timer",
                "reset-failed -- Weekly.timer mine.me.service",
            ],
            bed.Changes.Select(call => call["systemctl --user --no-pager ".Length..])
        );
        Assert.Equal(
            ["stamp-mempalace-session.timer"],
            Directory.GetFiles(bed.Home["data/systemd/timers"]).Select(Path.GetFileName)
        );
        Assert.Equal(
            DateTime.UnixEpoch.AddYears(50),
            File.GetLastWriteTimeUtc(bed.Home["data/systemd/timers/stamp-mempalace-session.timer"])
        );
        Assert.Equal(
            ["mempalace-session.service", "mempalace-session.timer", "nightly.service", "nightly.timer"],
            Directory.GetFiles(bed.Home[Units]).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void What_comes_back_beside_a_schedule_that_is_just_so_is_adopted_by_force()
    {
        HandMade("mempalace-session", "Weekly", "mine.me");
        bed.Works("Import-MempalaceSchedule");
        HandMade("mempalace-session", "Weekly", "mine.me");
        Assert.Contains(
            "already",
            Assert.Single(
                bed.Works("Import-MempalaceSchedule").Warnings,
                line => line.Contains("left alone", StringComparison.Ordinal)
            ),
            StringComparison.Ordinal
        );
        Assert.Equal(["mempalace-session"], bed.Works("Import-MempalaceSchedule -Force | ForEach-Object Name").Output);
        Assert.Equal(
            ["mempalace-session.service", "mempalace-session.timer"],
            Directory.GetFiles(bed.Home[Units]).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void A_call_into_a_container_becomes_a_schedule_that_mines_there()
    {
        Docker();
        bed.Home.Write("standin/containers/opencode-devbox", "running");
        bed.Home.Program("standin/inside/.local/bin/mempalace-session");
        HandMade("mempalace-session-devbox");
        var response = bed.Works(
            "Import-MempalaceSchedule | ForEach-Object { \"$($_.Name)|$($_.Source)|$($_.At)|$($_.Target)|$($_.ContainerEngine)|$($_.Command)|$($_.State)|$($_.Environment.Count)\" }"
        );
        Assert.Equal(
            [
                $"mempalace-session-devbox|OpenCode|Mon 03:00|opencode-devbox (developer)|{bed.Home["bin/docker"]}|mempalace-session|Waiting|0",
            ],
            response.Output
        );
        Assert.Contains(
            "X-Mempalace-Schedule=mempalace-session-devbox",
            File.ReadAllText(bed.Home[$"{Units}/mempalace-session-devbox.timer"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void While_its_engine_is_down_a_call_into_a_container_is_left_as_it_is()
    {
        Docker();
        bed.Home.Write(
            "standin/fail-docker",
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
        );
        HandMade("mempalace-session-devbox");
        var before = bed.Listing();
        var response = bed.Run("Import-MempalaceSchedule");
        Assert.StartsWith("EngineUnavailable,", Assert.Single(response.Errors).Id, StringComparison.Ordinal);
        Assert.Equal(before, bed.Listing());
    }

    [Theory]
    [InlineData("fail-enable", "SchedulerCommandFailed")]
    [InlineData("fail-stop", "SchedulerCommandFailed")]
    [InlineData("next", "InstallNotVerified")]
    public void A_failure_leaves_all_as_it_was(string disturbance, string id)
    {
        HandMade("mempalace-session");
        HandMade("mempalace-pi-session", "other", "other");
        bed.Home.Write("data/systemd/timers/stamp-other.timer", "");
        bed.Home.Write($"{Units}/other.timer.d/a.conf", "[Timer]\nOnCalendar=Thu 03:00\n");
        File.CreateSymbolicLink(bed.Home[$"{Units}/timers.target.wants/other.timer"], bed.Home[$"{Units}/other.timer"]);
        var before = bed.Listing();
        bed.Home.Write($"standin/{disturbance}", "n/a");
        var error = Assert.Single(bed.Run("Import-MempalaceSchedule").Errors);
        File.Delete(bed.Home[$"standin/{disturbance}"]);
        Assert.StartsWith(id + ",", error.Id, StringComparison.Ordinal);
        Assert.EndsWith("All changes were undone.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, bed.Listing());
    }

    [Fact]
    public void WhatIf_shows_the_difference_and_writes_nothing()
    {
        HandMade("mempalace-session", "mine", "mine");
        var before = bed.Listing();
        var response = bed.Works("Import-MempalaceSchedule -WhatIf");
        Assert.Empty(response.Output);
        Assert.Empty(bed.Changes);
        Assert.Equal(before, bed.Listing());
        foreach (
            var part in new[]
            {
                "What if:",
                "Adopt the schedule 'mine' under systemd",
                "stop -- mine.timer",
                "-RandomizedDelaySec=30m",
                "+RandomizedDelaySec=1800s",
                "+X-Mempalace-Schedule=mine",
                "enable --now -- mine.timer",
            }
        )
            Assert.Contains(part, response.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_understood_is_left_alone_with_the_reason()
    {
        HandMade("mempalace-session");
        bed.Home.Write($"{Units}/mempalace-session.timer.d/more.conf", "[Timer]\nOnBootSec=10min\n");
        HandMade("mempalace-pi-session");
        var before = File.ReadAllText(bed.Home[$"{Units}/mempalace-session.timer"]);
        var response = bed.Works("Import-MempalaceSchedule | ForEach-Object Name");
        Assert.Equal(["mempalace-pi-session"], response.Output);
        Assert.Contains(
            response.Warnings,
            warning =>
                warning == $"{bed.Home[$"{Units}/mempalace-session.timer"]} was left alone: the timer has OnBootSec=."
        );
        Assert.Equal(before, File.ReadAllText(bed.Home[$"{Units}/mempalace-session.timer"]));
    }

    [Fact]
    public void A_timer_that_is_switched_off_stays_so()
    {
        HandMade("mempalace-session", active: false);
        Assert.Equal(
            ["mempalace-session False Disabled"],
            bed.Works("Import-MempalaceSchedule | ForEach-Object { \"$($_.Name) $($_.Enabled) $($_.State)\" }").Output
        );
        Assert.DoesNotContain(
            bed.Changes,
            call =>
                call.Contains("enable --now --", StringComparison.Ordinal)
                && !call.Contains("disable", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_schedule_that_is_there_is_replaced_by_force_only()
    {
        bed.Works("Install-MempalaceSchedule Pi -Name mine");
        Write("mempalace-session", "mine-too", "mine-too");
        bed.Home.Write($"{Units}/mine.timer", File.ReadAllText(bed.Home[$"{Units}/mine-too.timer"]));
        bed.Home.Write($"{Units}/mine.service", File.ReadAllText(bed.Home[$"{Units}/mine-too.service"]));
        File.Delete(bed.Home[$"{Units}/mine-too.timer"]);
        Assert.Contains(
            bed.Works("Import-MempalaceSchedule").Warnings,
            warning => warning.Contains("there is a schedule 'mine' already", StringComparison.Ordinal)
        );
        Assert.Equal(
            ["mine OpenCode"],
            bed.Works("Import-MempalaceSchedule -Force | ForEach-Object { \"$($_.Name) $($_.Source)\" }").Output
        );
    }

    [Fact]
    public void Names_choose_and_what_is_declined_stays()
    {
        foreach (var name in new[] { "mine-a", "mine-b", "other" })
            HandMade("mempalace-session", name, name);
        var response = bed.Run("Import-MempalaceSchedule -Name mine-* -Confirm | ForEach-Object Name", answers: [2, 0]); // no, yes
        Assert.Equal(["mine-b"], response.Output);
        Assert.Equal(
            ["mine-a.timer", "other.timer"],
            Directory
                .GetFiles(bed.Home[Units], "*.timer")
                .Where(path => !File.ReadAllText(path).Contains("X-Mempalace", StringComparison.Ordinal))
                .Select(Path.GetFileName)
                .Order()
        );
        Assert.Equal(
            [
                "systemctl --user --no-pager stop -- mine-b.timer",
                "systemctl --user --no-pager enable --now -- mine-b.timer",
            ],
            bed.Changes
        );
    }

    [Theory]
    [InlineData("", "CommandNotFound", "ObjectNotFound")]
    [InlineData("-Scheduler Launchd", "SchedulerUnavailable", "ResourceUnavailable")]
    public void Each_fault_has_its_id_and_category_and_changes_nothing(string arguments, string id, string category)
    {
        HandMade("mempalace-session");
        File.Delete(bed.Home[".local/bin/mempalace-session"]);
        var before = bed.Listing();
        var error = Assert.Single(bed.Run($"Import-MempalaceSchedule {arguments}").Errors);
        Assert.Equal(
            ($"{id},MempalaceSched.Commands.ImportMempalaceScheduleCommand", category),
            (error.Id, error.Category)
        );
        Assert.Equal(before, bed.Listing());
    }

    private void HandMade(string recipe, string? timer = null, string? service = null, bool active = true)
    {
        Write(recipe, timer ?? recipe, service ?? recipe);
        if (!active)
            return;
        bed.Home.Write($"standin/active/{timer ?? recipe}.timer", "");
        Directory.CreateDirectory(bed.Home[$"{Units}/timers.target.wants"]);
    }

    private void Write(string recipe, string timer, string service)
    {
        var text = Adoption.HandMade.Text($"systemd/{recipe}.timer");
        bed.Home.Write(
            $"{Units}/{timer}.timer",
            timer == service
                ? text
                : text.Replace("[Timer]\n", $"[Timer]\nUnit={service}.service\n", StringComparison.Ordinal)
        );
        bed.Home.Write(
            $"{Units}/{service}.service",
            Adoption
                .HandMade.Text($"systemd/{recipe}.service")
                .Replace(".local/share/opencode", "data/opencode", StringComparison.Ordinal)
                .Replace("ConditionPathExists=%h/data/opencode/opencode.db\n", "", StringComparison.Ordinal)
        );
    }

    private void Docker() =>
        bed.Home.Program(
            "bin/docker",
            File.ReadAllText(Path.Combine(Support.Repository.Root, "tests", "beds", "docker-standin.sh"))
        );
}

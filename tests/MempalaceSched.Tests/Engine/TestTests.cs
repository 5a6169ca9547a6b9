using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Engine;

/// <summary>Test-MempalaceSchedule: each check that can be made to fail under stand-ins, and what it says then.</summary>
public sealed class TestTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void Nothing_installed_is_a_warning_that_says_how_to() =>
        Assert.Equal(
            ["Warn installed No schedule is installed. Install-MempalaceSchedule OpenCode installs one."],
            Results()
        );

    [Fact]
    public void A_fresh_install_passes_in_the_order_in_which_things_have_to_work()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var (before, changes) = (Files(), bed.Changes.Length);
        var response = bed.Works(
            "Test-MempalaceSchedule mempalace-session | ForEach-Object { \"$($_.Name) $($_.Check)\" }"
        );
        Assert.Equal(
            new[]
            {
                "scheduler",
                "daemon",
                "taken over",
                "linger",
                "files",
                "command",
                "mempalace",
                "store",
                "palace",
                "disk",
                "lock",
                "lock of mempalace",
                "history",
                "last run",
                "next run",
                "clock change",
            }.Select(check => $"mempalace-session {check}"),
            response.Output
        );
        Assert.Equal(
            [],
            Results()
                .Where(result =>
                    !result.StartsWith("Pass ", StringComparison.Ordinal)
                    && !result.StartsWith("Warn linger", StringComparison.Ordinal)
                )
        );
        Assert.Equal((before, changes), (Files(), bed.Changes.Length));
    }

    [Theory]
    [InlineData("rm '{0}/bin/mempalace-session'", "Fail command '{0}/bin/mempalace-session' is not there")]
    [InlineData(
        "chmod 600 '{0}/bin/mempalace-session'",
        "Fail command '{0}/bin/mempalace-session' is not there, or cannot be run."
    )]
    [InlineData(
        "printf '#!/gone/python\\n' >'{0}/bin/mempalace-session'",
        "Fail command '{0}/bin/mempalace-session' is there, but '/gone/python', which is to run it, is not"
    )]
    [InlineData(
        "printf '#!/usr/bin/env no-such-tool\\n' >'{0}/bin/mempalace-session'",
        "Fail command '{0}/bin/mempalace-session' is there, but 'no-such-tool'"
    )]
    [InlineData(
        "rm '{0}/bin/mempalace'",
        "Fail mempalace The wrapper will look for mempalace on this PATH and not find it: {0}/bin:"
    )]
    [InlineData("rm '{0}/data/opencode/opencode.db'", "Warn store '{0}/data/opencode/opencode.db' does not exist")]
    [InlineData(
        "mkdir -p '{0}/.mempalace' && : >'{0}/.mempalace/palace'",
        "Fail palace '{0}/.mempalace/palace' is not a folder."
    )]
    [InlineData(
        "echo '# mine' >>'{0}/config/systemd/user/mempalace-session.timer'",
        "Fail files '{0}/config/systemd/user/mempalace-session.timer' is not as it was written."
    )]
    [InlineData(
        "rm '{0}/standin/active/mempalace-session.timer' && echo enabled >'{0}/standin/unit-file-state'",
        "Fail taken over the timer was stopped but is enabled"
    )]
    [InlineData("rm '{0}/config/systemd/user/mempalace-session.timer'", "Fail taken over systemd does not have it")]
    [InlineData("rm '{0}/config/systemd/user/mempalace-session.timer'", "Fail next run systemd names none.")]
    [InlineData("echo 'Failed to connect to bus' >'{0}/standin/fail-show'", "Fail scheduler systemd cannot be asked: ")]
    [InlineData(
        "mkdir -p '{0}/state/mempalace-sched/mempalace-session' && echo junk >'{0}/state/mempalace-sched/mempalace-session/history.jsonl'",
        "Fail history No run can be read"
    )]
    [InlineData(
        "touch -d '20 days ago' '{0}/config/mempalace-sched/mempalace-session.json'",
        "Fail last run A run should have worked by "
    )]
    public void What_is_the_matter_is_found_by_its_own_check_and_has_a_mend(string make, string says)
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        Assert.Equal(
            (0, ""),
            Oracle.Run("/bin/sh", ["-c", make.Replace("{0}", bed.Home.Path, StringComparison.Ordinal)])
        );
        says = says.Replace("{0}", bed.Home.Path, StringComparison.Ordinal);
        Assert.Contains(Results(), result => result.StartsWith(says, StringComparison.Ordinal));
        Assert.DoesNotContain(
            bed.Works(
                "Test-MempalaceSchedule | Where-Object { $_.Status -eq 'Fail' -and -not $_.Fix -and $_.Check -ne 'last run' } | ForEach-Object Check"
            ).Output,
            _ => true
        );
    }

    [Theory]
    [InlineData("locks/mempalace-session-of-another", "Pass lock of mempalace mempalace holds no lock.", false)]
    [InlineData("locks/palace", "Warn lock of mempalace PID ", true)]
    public void A_lock_of_mempalace_counts_only_while_somebody_holds_it(string file, string says, bool held)
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var path = bed.Home.Write($".mempalace/{file}", "4711\n");
        using var holder = held ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
        Assert.Contains(Results(), result => result.StartsWith(says, StringComparison.Ordinal));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Our_own_lock_says_who_holds_it()
    {
        bed.Works("Install-MempalaceSchedule OpenCode; $null = Start-MempalaceMine mempalace-session");
        Assert.Contains(Results(), result => result.StartsWith("Pass lock The locks", StringComparison.Ordinal));
        var palace = Assert.Single(Directory.GetFiles(bed.Home["state/mempalace-sched/locks"], "palace-*.lock"));
        using var holder = new FileStream(palace, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains(
            Results(),
            result =>
                result.StartsWith($"Warn lock PID {Environment.ProcessId} holds '{palace}'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_failed_run_is_told_with_its_reason_and_where_its_log_is()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Program("bin/mempalace-session", "#!/bin/sh\necho broken\nexit 4\n");
        bed.Works("$null = Start-MempalaceMine mempalace-session");
        var found = Assert.Single(Results(), result => result.StartsWith("Fail last run ", StringComparison.Ordinal));
        Assert.Contains(": Failed (exit 4: broken).", found, StringComparison.Ordinal);
        Assert.Contains("/state/mempalace-sched/mempalace-session/logs", found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_orphan_is_warned_of_and_a_name_that_is_not_there_is_an_error()
    {
        bed.Works("Install-MempalaceSchedule OpenCode -Name left-over");
        File.Delete(bed.Home["config/mempalace-sched/left-over.json"]);
        Assert.Matches(
            "^Warn definition There is no definition of that name, .* Repair-MempalaceSchedule left-over takes it away",
            Assert.Single(Results())
        );
        Assert.StartsWith(
            "ScheduleNotFound,",
            Assert.Single(bed.Run("Test-MempalaceSchedule nope").Errors).Id,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_probe_that_the_scheduler_will_not_run_is_a_failed_check_and_leaves_nothing_behind()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Program(
            "bin/systemd-run",
            "#!/bin/sh\necho \"$@\" >\"$STANDIN/systemd-run\"\necho 'Failed to start transient service unit' >&2\nexit 1\n"
        );
        var before = Files();
        var check = Assert.Single(
            bed.Works(
                "Test-MempalaceSchedule -Deep | Where-Object Check -like 'deep: *' | ForEach-Object { \"$_\" }"
            ).Output
        );
        Assert.Matches("^Fail: deep: runs: `systemd-run .*Failed to start transient service unit", check);
        Assert.StartsWith(
            "--user --quiet --wait --collect --unit mempalace-probe-",
            File.ReadAllText(bed.Home["standin/systemd-run"]),
            StringComparison.Ordinal
        );
        Assert.Equal(before, Files());
    }

    [Fact]
    public void A_doctor_who_is_stopped_stops_the_probe_and_cleans_up()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Program("bin/systemd-run", "#!/bin/sh\n: >\"$STANDIN/probing\"\nexec sleep 60\n");
        var before = Files();
        var response = bed.Run("Test-MempalaceSchedule -Deep", stopOnceThereIs: bed.Home["standin/probing"]);
        Assert.True(response.Stopped);
        Assert.True(response.SecondsToStop < 10, $"{response.SecondsToStop} s");
        Assert.Contains(bed.Calls, call => call.Contains("stop -- mempalace-probe-", StringComparison.Ordinal));
        Assert.Equal(before, Files());
    }

    [Fact]
    public void The_table_has_the_mend_with_what_was_found()
    {
        var lines = bed.Works("Test-MempalaceSchedule | Out-Default")
            .Host.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Matches("Name.*Status.*Check.*Detail", lines[0]);
        Assert.Contains(
            "No schedule is installed. Install-MempalaceSchedule OpenCode",
            string.Join(' ', lines),
            StringComparison.Ordinal
        );
    }

    private List<string> Results() =>
        bed.Works(
            "Test-MempalaceSchedule | ForEach-Object { \"$($_.Status) $($_.Check) $($_.Detail) $($_.Fix)\".Trim() }"
        ).Output;

    private string Files() =>
        string.Join(
            '\n',
            bed.Home.Listing().Split('\n').Where(line => !line.StartsWith("standin", StringComparison.Ordinal))
        );
}

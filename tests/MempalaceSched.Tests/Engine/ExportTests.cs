using System.Text.Json;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Engine;

public sealed class ExportTests(EngineProcess engine) : IDisposable
{
    private const UnixFileMode Private = (UnixFileMode)0b110_000_000,
        Shared = (UnixFileMode)0b110_100_100,
        Program = (UnixFileMode)0b111_101_101;

    private static readonly string[] WholeSet = [.. WholeSetOf().Order(StringComparer.Ordinal)];

    private readonly Bed bed = new(engine);

    /// <summary>Both wrappers, and the one inside a container, for three schedulers.</summary>
    private static IEnumerable<string> WholeSetOf()
    {
        yield return "README.md";
        foreach (var name in new[] { "mempalace-session", "mempalace-pi-session", "mempalace-session-devbox" })
        {
            foreach (var scheduler in new[] { "systemd", "launchd", "cron" })
            {
                yield return $"{scheduler}/{name}";
                yield return $"{scheduler}/{name}.json";
            }
            yield return $"systemd/{name}.service";
            yield return $"systemd/{name}.timer";
            yield return $"launchd/se.jordbo.{name}.plist";
            yield return $"cron/{name}.cron";
        }
    }

    public void Dispose() => bed.Dispose();

    [Fact]
    public void The_whole_set_is_written_in_one_call_and_nothing_is_installed()
    {
        bed.Home.Program("bin/docker");
        var response = bed.Works("Export-MempalaceSchedule out");
        Assert.Empty(response.Output);
        Assert.Empty(response.Warnings);
        Assert.Equal(WholeSet, Files());
        Assert.Contains(
            "container='opencode-devbox'\n",
            Read("systemd/mempalace-session-devbox"),
            StringComparison.Ordinal
        );
        Assert.Empty(bed.Calls);
        Assert.False(Directory.Exists(bed.Home["config"]));
        foreach (var file in WholeSet)
            Assert.Equal(
                file.EndsWith(".json", StringComparison.Ordinal) ? Private
                    : file.Contains('.', StringComparison.Ordinal) ? Shared
                    : Program,
                File.GetUnixFileMode(bed.Home[$"out/{file}"])
            );
    }

    [Fact]
    public void What_is_written_is_to_the_byte_what_an_install_makes()
    {
        const string settings =
            "OpenCode -At 'Mon,Thu 04:30' -Wing 'a b' -NoRepair -Environment @{ A = \"it's\" } -ArgumentList '--x', ''";
        bed.Works(
            $"Export-MempalaceSchedule out -Scheduler Systemd -Source {settings}; Install-MempalaceSchedule {settings}"
        );
        foreach (
            var (exported, installed) in new[]
            {
                ("mempalace-session.json", "config/mempalace-sched/mempalace-session.json"),
                ("mempalace-session", "data/mempalace-sched/bin/mempalace-session"),
                ("mempalace-session.service", "config/systemd/user/mempalace-session.service"),
                ("mempalace-session.timer", "config/systemd/user/mempalace-session.timer"),
            }
        )
        {
            Assert.Equal(File.ReadAllText(bed.Home[installed]), Read($"systemd/{exported}"));
            Assert.Equal(
                File.GetUnixFileMode(bed.Home[installed]),
                File.GetUnixFileMode(bed.Home[$"out/systemd/{exported}"])
            );
        }
    }

    [Fact]
    public void For_a_Mac_nothing_in_the_files_is_of_this_machine()
    {
        var response = bed.Works("Export-MempalaceSchedule out -Scheduler Launchd -TargetHome /Users/kim -Verbose");
        foreach (var file in Files())
            Assert.DoesNotContain(bed.Home.Path, Read(file), StringComparison.Ordinal);
        using var definition = JsonDocument.Parse(Read("launchd/mempalace-session.json"));
        Assert.Equal(
            "/Users/kim/.local/bin/mempalace-session",
            definition.RootElement.GetProperty("command")[0].GetString()
        );
        Assert.Equal("/Users/kim/.mempalace/palace", definition.RootElement.GetProperty("palace").GetString());
        Assert.Equal(
            "/Users/kim/.local/share/opencode/opencode.db",
            definition.RootElement.GetProperty("store").GetProperty("path").GetString()
        );
        Assert.Contains(
            "<string>/Users/kim/.local/share/mempalace-sched/bin/mempalace-session</string>",
            Read("launchd/se.jordbo.mempalace-session.plist"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "/opt/homebrew/bin:/usr/local/bin:",
            Read("launchd/se.jordbo.mempalace-session.plist"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            response.Verbose,
            line => line.Contains("'/Users/kim/.local/bin/mempalace-session'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_command_that_is_named_is_taken_as_one_of_the_target()
    {
        bed.Works(
            "Export-MempalaceSchedule out -Scheduler Launchd, Cron -TargetHome /Users/kim -Source Custom -Name mine-notes -Command '~/bin/mine', --all -Palace '~/p' -At daily"
        );
        foreach (var kind in new[] { "launchd", "cron" })
        {
            using var definition = JsonDocument.Parse(Read($"{kind}/mine-notes.json"));
            Assert.Equal("/Users/kim/bin/mine", definition.RootElement.GetProperty("command")[0].GetString());
            Assert.Equal("/Users/kim/p", definition.RootElement.GetProperty("palace").GetString());
        }
    }

    [Fact]
    public void A_program_that_is_not_here_is_taken_to_come_and_that_is_said_once()
    {
        File.Delete(bed.Home["bin/mempalace-session"]);
        var response = bed.Works("Export-MempalaceSchedule out -Scheduler Systemd, Cron -Source OpenCode");
        Assert.Contains(
            $"'{bed.Home[".local/bin/mempalace-session"]}', which has to be there",
            Assert.Single(response.Warnings),
            StringComparison.Ordinal
        );
        Assert.Contains(
            bed.Home[".local/bin/mempalace-session"],
            Read("cron/mempalace-session"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_a_scheduler_cannot_do_is_an_error_of_that_one_and_the_others_are_written()
    {
        var response = bed.Run("Export-MempalaceSchedule out -Source Pi -At 'Fri *-*-13 03:00'");
        Assert.Equal(
            ["RecurrenceNotSupported", "RecurrenceNotSupported"],
            response.Errors.Select(error => error.Id.Split(',')[0])
        );
        Assert.Equal(
            [
                "README.md",
                "systemd/mempalace-pi-session",
                "systemd/mempalace-pi-session.json",
                "systemd/mempalace-pi-session.service",
                "systemd/mempalace-pi-session.timer",
            ],
            Files()
        );
        Assert.DoesNotContain("launchctl", Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_over_without_Force()
    {
        bed.Works("Export-MempalaceSchedule out");
        var before = bed.Home.Listing();
        bed.Works("Export-MempalaceSchedule out");
        Assert.Equal(before, bed.Home.Listing());
        var error = Assert.Single(bed.Run("Export-MempalaceSchedule out -At 05:00").Errors);
        Assert.StartsWith("FileExists,", error.Id, StringComparison.Ordinal);
        Assert.Equal(before, bed.Home.Listing());
        var preview = bed.Works("Export-MempalaceSchedule out -At 05:00 -Force -WhatIf").Host;
        Assert.Contains("-OnCalendar=Mon 03:00", preview, StringComparison.Ordinal);
        Assert.Equal(before, bed.Home.Listing());
        bed.Works("Export-MempalaceSchedule out -At 05:00 -Force");
        Assert.Contains("\nOnCalendar=05:00\n", Read("systemd/mempalace-session.timer"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_half_way_leaves_nothing()
    {
        bed.Home.Write("out/cron", "a file where a folder has to be");
        var before = bed.Home.Listing();
        Assert.NotEmpty(bed.Run("Export-MempalaceSchedule out").Errors);
        Assert.Equal(before, bed.Home.Listing());
    }

    [Fact]
    public void WhatIf_names_the_files_and_writes_none()
    {
        var response = bed.Works("Export-MempalaceSchedule out -WhatIf");
        Assert.False(Directory.Exists(bed.Home["out"]));
        foreach (var file in WholeSet)
            Assert.Contains($"write {bed.Home[$"out/{file}"]}", response.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void PassThru_gives_the_files() =>
        Assert.Equal(
            WholeSet,
            bed.Works("Export-MempalaceSchedule out -PassThru | ForEach-Object FullName")
                .Output.Select(path => Path.GetRelativePath(bed.Home["out"], path))
                .Order(StringComparer.Ordinal)
        );

    /// <summary>The commands of the README put each file where its own paths say that it is, whatever the home folder is called.</summary>
    [Theory]
    [InlineData("it's $HOME", "systemd", "Install under systemd")]
    [InlineData("a \"b\" `c` 100% é", "systemd", "Install under systemd")]
    [InlineData("-n *?[x]; & | \\ # ~", "systemd", "Install under systemd")]
    [InlineData("-n *?[x]; & | # ~ <é> 100%", "launchd", "Install under launchd")]
    [InlineData("it's $HOME `c`", "embedded", "Install under the embedded scheduler")]
    public void Its_commands_keep_to_any_home_folder(string home, string kind, string heading)
    {
        foreach (var program in new[] { "systemctl", "launchctl" })
            bed.Home.Program($"true/{program}");
        var target = bed.Home[home];
        bed.Works(
            $"Export-MempalaceSchedule out -Source Pi -Scheduler {kind} -TargetHome '{target.Replace("'", "''", StringComparison.Ordinal)}'"
        );
        var commands = Oracle
            .Run(Path.Combine(Repository.Root, "tests/beds/readme-block.sh"), [bed.Home["out/README.md"], heading])
            .Output;
        var (code, output) = Oracle.Run(
            "/bin/sh",
            ["-e"],
            $"PATH={bed.Home["true"]}:/usr/bin:/bin\n{commands}",
            bed.Home["out"]
        );
        Assert.True(code == 0, output);
        Assert.Equal(
            Read($"{kind}/mempalace-pi-session"),
            File.ReadAllText(Path.Combine(target, ".local/share/mempalace-sched/bin/mempalace-pi-session"))
        );
        Assert.Equal(
            Private,
            File.GetUnixFileMode(Path.Combine(target, ".config/mempalace-sched/mempalace-pi-session.json"))
        );
        Assert.Equal(
            Program,
            File.GetUnixFileMode(Path.Combine(target, ".local/share/mempalace-sched/bin/mempalace-pi-session"))
        );
        Assert.Equal(
            (0, ""),
            Oracle.Run("/bin/sh", ["-n", Path.Combine(target, ".local/share/mempalace-sched/bin/mempalace-pi-session")])
        );
    }

    [Theory]
    [InlineData("Get-MempalaceSchedule | Export-MempalaceSchedule out")]
    [InlineData("Export-MempalaceSchedule out -Name 'mempalace-*'")]
    [InlineData("Export-MempalaceSchedule out -InputObject (Get-MempalaceSchedule)")]
    public void Installed_ones_are_written_as_they_are(string script)
    {
        bed.Works(
            "Install-MempalaceSchedule OpenCode -At 'Sun 05:00' -Wing w; Install-MempalaceSchedule Pi -NoCatchUp; Disable-MempalaceSchedule mempalace-pi-session"
        );
        bed.Works(script);
        Assert.Equal(
            [
                .. WholeSet.Where(file =>
                    file == "README.md"
                    || (
                        file.StartsWith("systemd/", StringComparison.Ordinal)
                        && !file.Contains("devbox", StringComparison.Ordinal)
                    )
                ),
            ],
            Files()
        );
        Assert.Equal(
            File.ReadAllText(bed.Home["config/mempalace-sched/mempalace-session.json"]),
            Read("systemd/mempalace-session.json")
        );
        Assert.Contains("\"enabled\": true", Read("systemd/mempalace-pi-session.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Installed_ones_go_to_another_scheduler_and_home_folder_with_what_is_said_on_top()
    {
        bed.Works(
            "Install-MempalaceSchedule OpenCode -At 'Sun 05:00' -Palace p; Get-MempalaceSchedule | Export-MempalaceSchedule out -Scheduler Launchd -TargetHome /Users/kim -Wing w"
        );
        using var definition = JsonDocument.Parse(Read("launchd/mempalace-session.json"));
        var root = definition.RootElement;
        Assert.Equal(
            ("Launchd", "Sun 05:00", "w", "/Users/kim/p", "/Users/kim/bin/mempalace-session"),
            (
                root.GetProperty("scheduler").GetString(),
                root.GetProperty("at").GetString(),
                root.GetProperty("wing").GetString(),
                root.GetProperty("palace").GetString(),
                root.GetProperty("command")[0].GetString()
            )
        );
    }

    [Theory]
    [InlineData("Export-MempalaceSchedule out -Name nothing", "ScheduleNotFound")]
    [InlineData("Export-MempalaceSchedule out -Name a, b -Source Pi", "OptionConflict")]
    [InlineData("Export-MempalaceSchedule out -Name a -Source Pi, OpenCode -Scheduler Cron", "OptionConflict")]
    [InlineData("Export-MempalaceSchedule out -Source Pi, Pi -Scheduler Cron", "OptionConflict")]
    [InlineData("Export-MempalaceSchedule out -TargetHome here", "ValueNotRepresentable")]
    public void What_cannot_be_meant_is_refused(string script, string id) =>
        Assert.Contains(bed.Run(script).Errors, error => error.Id.StartsWith(id + ",", StringComparison.Ordinal));

    [Fact]
    public void Sources_come_by_pipeline_with_their_settings()
    {
        bed.Works(
            "[pscustomobject]@{ Source = 'Pi'; At = 'daily' }, [pscustomobject]@{ Source = 'Claude'; Name = 'nightly' } | Export-MempalaceSchedule out -Scheduler Embedded; 'Gemini' | Export-MempalaceSchedule out2 -Scheduler Cron"
        );
        Assert.Equal(
            [
                "README.md",
                "embedded/mempalace-pi-session",
                "embedded/mempalace-pi-session.json",
                "embedded/nightly",
                "embedded/nightly.json",
            ],
            Files()
        );
        Assert.Contains("\"at\": \"00:00\"", Read("embedded/mempalace-pi-session.json"), StringComparison.Ordinal);
        Assert.Contains("\"at\": \"Wed 03:00\"", Read("embedded/nightly.json"), StringComparison.Ordinal);
        Assert.True(File.Exists(bed.Home["out2/cron/mempalace-gemini.cron"]));
    }

    private string[] Files() =>
        [
            .. Directory
                .GetFiles(bed.Home["out"], "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(bed.Home["out"], path))
                .Order(StringComparer.Ordinal),
        ];

    private string Read(string file) => File.ReadAllText(bed.Home[$"out/{file}"]);
}

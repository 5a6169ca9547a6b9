using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Schedules;

/// <summary>What a definition resolves from the installed release, the variables and the files.</summary>
public sealed class DefinitionReleaseTests : IDisposable
{
    private readonly TempFolder home = new();

    private HostEnvironment Robin => Machine.With(home.Path, ("PATH", home["bin"]));

    public DefinitionReleaseTests()
    {
        foreach (var program in new[] { "mempalace", "mempalace-session", "mempalace-pi-session" })
            home.Program($"bin/{program}");
    }

    public void Dispose() => home.Dispose();

    [Fact]
    public void The_release_that_the_palace_was_resolved_for_is_recorded()
    {
        var request = new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" };
        Assert.Equal("3.7.1+oc.1", Build(request).MempalaceVersion);
        var newest = Build(request, release: null);
        Assert.Equal((home[".config/mempalace/palace"], null), (newest.Palace, newest.MempalaceVersion));
    }

    [Fact]
    public void A_change_of_another_setting_keeps_palace_origin_and_release()
    {
        var old = Build(new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" });
        var request = new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" };
        var changed = Build(request.With("Wing", "w"), release: null, old);
        Assert.Equal(
            (old.Palace, old.PalaceFrom, old.MempalaceVersion),
            (changed.Palace, changed.PalaceFrom, changed.MempalaceVersion)
        );
        Assert.Equal("-Palace", Build(request.With("Palace", "/vault"), "3.7.1", old).PalaceFrom);
        Assert.Equal(
            (home[".config/mempalace/palace"], "default"),
            Build(request.With("Palace", ""), "3.10.0", old) is var reset ? (reset.Palace, reset.PalaceFrom) : default
        );
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("Auto")]
    public void The_word_auto_means_the_palace_of_mempalace(string word)
    {
        var request = new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = home.Path };
        var usual = (home[".config/mempalace/palace"], "default");
        var installed = Build(request.With("Palace", word), "3.10.0");
        Assert.Equal(usual, (installed.Palace, installed.PalaceFrom));
        var old = Build(request.With("Palace", "/vault"));
        Assert.Equal(("/vault", "-Palace"), (old.Palace, old.PalaceFrom));
        var changed = Build(request.With("Palace", word), "3.10.0", old);
        Assert.Equal(usual, (changed.Palace, changed.PalaceFrom));
        var folder = Build(request.With("Palace", $"./{word}"), "3.10.0");
        Assert.Equal((home[word], "-Palace"), (folder.Palace, folder.PalaceFrom));
    }

    [Theory]
    [InlineData(null, "~/.mempalace/palace", "unknown")]
    [InlineData("auto", "~/.mempalace/palace", "unknown")]
    [InlineData("/vault", "/vault", "-Palace")]
    public void The_palace_in_a_container_is_unknown_until_it_is_looked_up(string? given, string palace, string from)
    {
        var request = new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" }
            .With("Container", "devbox")
            .With("ContainerEngine", "/usr/bin/docker");
        var definition = Build(given is null ? request : request.With("Palace", given));
        Assert.Equal((palace, from), (definition.Palace, definition.PalaceFrom));
    }

    [Fact]
    public void Nothing_is_looked_up_for_another_machine()
    {
        home.Write(".config/mempalace/palace/chroma.sqlite3", "");
        var definition = new DefinitionBuilder(Robin with { IsOtherMachine = true }).Build(
            new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" },
            SchedulerKind.Systemd,
            usesLabels: false
        );
        Assert.Equal((home[".mempalace/palace"], null), (definition.Palace, definition.MempalaceVersion));
    }

    [Theory]
    [InlineData("3.5.0", true)]
    [InlineData("3.4.9", false)]
    [InlineData(null, false)]
    public void Mempalace_replaces_the_missing_wrapper_of_pi(string? release, bool replaces)
    {
        File.Delete(home["bin/mempalace-pi-session"]);
        var request = new ScheduleRequest { Source = MineSource.Pi, CurrentFolder = "/" };
        if (!replaces)
        {
            var error = Assert.Throws<MempalaceException>(() => Build(request, release));
            Assert.Equal("CommandNotFound", error.Id);
            return;
        }
        var definition = Build(request, release);
        Assert.Equal(
            $"{home["bin/mempalace"]} --palace {definition.Palace} mine {home[".pi/agent/sessions"]} --mode convos",
            string.Join(' ', definition.MineCommand.Words())
        );
        Assert.Throws<MempalaceException>(() => Build(request.With("Repair", RepairMode.Repair), release));
    }

    [Fact]
    public void Mempalace_never_replaces_the_wrapper_of_opencode()
    {
        File.Delete(home["bin/mempalace-session"]);
        var request = new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" };
        Assert.Throws<MempalaceException>(() => Build(request, "3.12.0"));
    }

    [Fact]
    public void The_store_of_a_custom_command_follows_its_words()
    {
        var request = new ScheduleRequest { Source = MineSource.Custom, CurrentFolder = "/" };
        var old = Build(request.With("Command", Words("mempalace", "mine", "~/notes")));
        Assert.Equal(home["notes"], old.Store!.Path);
        Assert.Equal(old.Store, Build(request.With("Wing", ""), "3.7.1", old).Store);
        Assert.Equal(
            "/other",
            Build(request.With("Command", Words("mempalace", "sweep", "/other")), "3.7.1", old).Store!.Path
        );
        Assert.Equal(
            "/arguments",
            Build(
                request.With("Command", Words("mempalace", "mine")).With("ArgumentList", Words("/arguments")),
                "3.7.1",
                old
            ).Store!.Path
        );
        Assert.Null(Build(request.With("Command", Words("mempalace-session")), "3.7.1", old).Store);
    }

    [Fact]
    public void Variables_that_move_a_store_are_captured_where_the_command_reads_them()
    {
        var moved = Machine.With(
            home.Path,
            ("PATH", home["bin"]),
            ("CLAUDE_CONFIG_DIR", home["c"]),
            ("OPENCODE_DB", home["o.db"])
        );
        var claude = Build(new ScheduleRequest { Source = MineSource.Claude, CurrentFolder = "/" }, machine: moved);
        Assert.Equal(
            (home["c"], home["c/projects"], "CLAUDE_CONFIG_DIR"),
            (claude.CapturedEnvironment["CLAUDE_CONFIG_DIR"], claude.Store!.Path, claude.Store.From)
        );
        var opencode = Build(new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" }, machine: moved);
        Assert.Equal((home["o.db"], "OPENCODE_DB"), (opencode.Store!.Path, opencode.Store.From));
        Assert.Equal(["HOME", "PATH"], opencode.CapturedEnvironment.Keys);
    }

    [Fact]
    public void A_variable_of_the_run_moves_the_store()
    {
        var request = new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" };
        var variables = new Dictionary<string, string> { ["OPENCODE_DB"] = "/mine.db" };
        Assert.Equal("/mine.db", Build(request.With("Environment", variables)).Store!.Path);
    }

    private ScheduleDefinition Build(
        ScheduleRequest request,
        string? release = "mempalace 3.7.1+oc.1",
        ScheduleDefinition? old = null,
        HostEnvironment? machine = null
    ) =>
        new DefinitionBuilder(machine ?? Robin, MempalaceRelease.Parse(release)).Build(
            request,
            SchedulerKind.Systemd,
            usesLabels: false,
            old
        );

    private static string[] Words(params string[] words) => words;
}

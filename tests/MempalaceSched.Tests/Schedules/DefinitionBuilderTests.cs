using MempalaceSched.Calendars;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Schedules;

public sealed class DefinitionBuilderTests : IDisposable
{
    private readonly TempFolder home = new();

    private HostEnvironment Robin => Machine.With(home.Path, ("PATH", home["bin"]));

    public DefinitionBuilderTests()
    {
        foreach (var program in new[] { "mempalace", "mempalace-session", "mempalace-pi-session" })
            home.Program($"bin/{program}");
    }

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(
        MineSource.OpenCode,
        "mempalace-session",
        "Mon *-*-* 03:00:00",
        "mempalace-session",
        ".local/share/opencode/opencode.db"
    )]
    [InlineData(
        MineSource.Pi,
        "mempalace-pi-session",
        "Tue *-*-* 03:00:00",
        "mempalace-pi-session",
        ".pi/agent/sessions"
    )]
    [InlineData(MineSource.Claude, "mempalace-claude", "Wed *-*-* 03:00:00", "mempalace", ".claude/projects")]
    [InlineData(MineSource.Codex, "mempalace-codex", "Thu *-*-* 03:00:00", "mempalace", ".codex/sessions")]
    [InlineData(MineSource.Gemini, "mempalace-gemini", "Fri *-*-* 03:00:00", "mempalace", ".gemini/tmp")]
    public void A_source_has_a_default_name_time_command_and_store(
        MineSource source,
        string name,
        string at,
        string program,
        string store
    )
    {
        var definition = Build(new ScheduleRequest { Source = source, CurrentFolder = "/" });
        Assert.Equal(name, definition.Name);
        Assert.Equal(Recurrence.Parse(at), definition.Recurrence);
        Assert.Equal([home[$"bin/{program}"]], definition.Command);
        Assert.Equal(home[store], definition.Store!.Path);
        Assert.Equal(source == MineSource.Gemini ? "*/chats" : null, definition.Store.Pattern);
        Assert.Equal((home[".mempalace/palace"], "default"), (definition.Palace, definition.PalaceFrom));
        Assert.True(definition.CatchUp);
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)), (definition.RandomDelay, definition.TimeLimit));
        Assert.Equal(TimeSpan.FromHours(1), definition.RetryInterval);
    }

    [Fact]
    public void Sources_have_different_names_and_times()
    {
        var profiles = Enum.GetValues<MineSource>().Select(SourceCatalog.For).ToList();
        Assert.Equal(profiles.Count, profiles.Select(profile => profile.ScheduleName).Distinct().Count());
        Assert.Equal(
            profiles.Count,
            profiles.Select(profile => Recurrence.Parse(profile.DefaultAt)).Distinct().Count()
        );
        Assert.All(profiles, profile => Assert.True(ScheduleName.IsValid(profile.ScheduleName)));
    }

    [Fact]
    public void A_given_setting_replaces_the_default()
    {
        home.Program("tools/own");
        var definition = Build(
            new ScheduleRequest
            {
                Source = MineSource.Pi,
                Name = "mine",
                CurrentFolder = home.Path,
                ["At"] = "daily",
                ["Command"] = Words("tools/own", "--all"),
                ["ArgumentList"] = Words("", "a b"),
                ["Palace"] = "sub/../palace/",
                ["Wing"] = "w",
                ["Repair"] = RepairMode.NoRepair,
                ["RandomDelay"] = TimeSpan.FromMilliseconds(1200),
                ["TimeLimit"] = TimeSpan.Zero,
                ["RetryInterval"] = TimeSpan.FromMilliseconds(90_001),
                ["CatchUp"] = false,
                ["Environment"] = new Dictionary<string, string> { ["_B"] = "two\nlines", ["A1"] = "" },
            }
        );
        Assert.Equal("mine", definition.Name);
        Assert.Equal([home["tools/own"], "--all"], definition.Command);
        Assert.Equal(["", "a b"], definition.ArgumentList);
        Assert.Equal((home["palace"], "-Palace"), (definition.Palace, definition.PalaceFrom));
        Assert.Equal(("w", RepairMode.NoRepair, false), (definition.Wing, definition.Repair, definition.CatchUp));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.Zero), (definition.RandomDelay, definition.TimeLimit));
        Assert.Equal(TimeSpan.FromSeconds(91), definition.RetryInterval);
        Assert.Equal(["A1", "_B"], definition.Environment.Keys);
    }

    [Fact]
    public void Variables_that_schedulers_do_not_provide_are_captured()
    {
        var environment = Machine.With(
            home.Path,
            ("PATH", $"{home["bin"]}/:relative:/usr/bin:/usr/bin"),
            ("XDG_DATA_HOME", "/data"),
            ("XDG_STATE_HOME", "relative"),
            ("SECRET", "s")
        );
        var definition = new DefinitionBuilder(environment).Build(
            new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" },
            SchedulerKind.Systemd,
            usesLabels: false
        );
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["HOME"] = home.Path,
                ["PATH"] = $"{home["bin"]}:/usr/bin:{home[".local/bin"]}",
                ["XDG_DATA_HOME"] = "/data",
            },
            definition.CapturedEnvironment
        );
        Assert.Equal("/data/opencode/opencode.db", definition.Store!.Path);
    }

    public static TheoryData<string, string, string, string> Rejected =>
        new()
        {
            // case, error ID, part of the message, part of the recommendation
            { "name", "ScheduleNameInvalid", "'My Schedule'", "a-z, 0-9 and '-'" },
            { "at", "RecurrenceInvalid", "Mun", "Get-Help" },
            { "command", "CommandNotFound", "'no-such-program'", "-Command" },
            { "empty command", "OptionConflict", "-Command is empty", "-Command ~/bin/mine" },
            { "empty program", "OptionConflict", "-Command is empty", "-Command ~/bin/mine" },
            { "custom", "OptionConflict", "Custom", "-Command" },
            { "custom wing", "OptionConflict", "-Wing", "-ArgumentList" },
            { "claude repair", "OptionConflict", "-Repair", "Omit the parameter" },
            { "delay", "ValueNotRepresentable", "-RandomDelay", "-RandomDelay 00:30:00" },
            { "limit", "ValueNotRepresentable", "-TimeLimit", "-TimeLimit 00:30:00" },
            { "retry", "ValueNotRepresentable", "-RetryInterval", "-RetryInterval 00:30:00" },
            { "long retry", "ValueNotRepresentable", "-RetryInterval", "-RetryInterval 00:30:00" },
            { "variable", "ValueNotRepresentable", "'1A'", "-Environment" },
            { "value", "ValueNotRepresentable", "The value of A", "Remove the character" },
            { "argument", "ValueNotRepresentable", "The argument", "Remove the character" },
            { "palace", "ValueNotRepresentable", "The palace", "Remove the character" },
            { "wing", "ValueNotRepresentable", "The wing", "Remove the character" },
            { "program", "ValueNotRepresentable", "The command", "Remove the character" },
        };

    [Theory]
    [MemberData(nameof(Rejected))]
    public void An_invalid_value_is_rejected_with_a_recommendation(
        string what,
        string id,
        string names,
        string recommendation
    )
    {
        var request = new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = home.Path };
        var custom = new ScheduleRequest { Source = MineSource.Custom, CurrentFolder = home.Path };
        request = what switch
        {
            "name" => request with { Name = "My Schedule" },
            "at" => request.With("At", "Mun 03:00"),
            "command" => request.With("Command", Words("no-such-program")),
            "empty command" => request.With("Command", Words()),
            "empty program" => request.With("Command", Words("")),
            "custom" => custom,
            "custom wing" => custom.With("Command", Words("mempalace")).With("Wing", "w"),
            "claude repair" => (request with { Source = MineSource.Claude }).With("Repair", RepairMode.Repair),
            "delay" => request.With("RandomDelay", TimeSpan.FromDays(1.5)),
            "limit" => request.With("TimeLimit", TimeSpan.FromSeconds(-1)),
            "retry" => request.With("RetryInterval", TimeSpan.FromSeconds(-1)),
            "long retry" => request.With("RetryInterval", TimeSpan.FromDays(7) + TimeSpan.FromTicks(1)),
            "variable" => request.With("Environment", new Dictionary<string, string> { ["1A"] = "" }),
            "value" => request.With("Environment", new Dictionary<string, string> { ["A"] = "a\0b" }),
            "argument" => request.With("ArgumentList", Words("\ud800")),
            "palace" => request.With("Palace", "a\0b"),
            "wing" => request.With("Wing", "\udc00x"),
            _ => request.With("Command", Words("a\0b")),
        };
        var error = Assert.Throws<MempalaceException>(() => Build(request));
        Assert.Equal(id, error.Id);
        Assert.Contains(names, error.Message, StringComparison.Ordinal);
        Assert.Contains(recommendation, error.Recommendation, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, c => char.IsControl(c));
    }

    [Theory]
    [InlineData("/home/a\nb", "line break")]
    [InlineData("home/robin", "absolute")]
    public void A_home_folder_that_files_cannot_contain_is_rejected(string folder, string why)
    {
        var builder = new DefinitionBuilder(Machine.With(folder, ("PATH", home["bin"])));
        var error = Assert.Throws<MempalaceException>(() =>
            builder.Build(
                new ScheduleRequest { Source = MineSource.OpenCode, CurrentFolder = "/" },
                SchedulerKind.Systemd,
                usesLabels: false
            )
        );
        Assert.Equal("ValueNotRepresentable", error.Id);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private ScheduleDefinition Build(ScheduleRequest request) =>
        new DefinitionBuilder(Robin, MempalaceRelease.Parse("mempalace 3.7.1")).Build(
            request,
            SchedulerKind.Systemd,
            usesLabels: false
        );

    private static string[] Words(params string[] words) => words;
}

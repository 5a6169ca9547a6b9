using System.Text.Json;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class HostileScenario() : Scenario("Hostile", Options)
{
    private const string Home = """/home/o"dd %n $HOME \ ü;x's""";
    private const string Config = """/home/-c %f \ "q" ü$""";
    private const string Data = "/home/d %n;#";
    private const string State = "/home/s it's";

    private static BedOptions Options() =>
        new()
        {
            Seed = $"""
                mkdir -- {Quote(Config)} {Quote(Data)} {Quote(State)}
                usermod -m -d {Quote(Home)} bedtest
                chown bedtest -- {Quote(Config)} {Quote(Data)} {Quote(State)}
                """,
            // Equivalent to environment.d, which applies to the whole session.
            ManagerDropIn = $"""
                [Service]
                Environment={Assignment("XDG_CONFIG_HOME", Config)} {Assignment("XDG_DATA_HOME", Data)} {Assignment(
                    "XDG_STATE_HOME",
                    State
                )}

                """,
            Variables = new Dictionary<string, string>
            {
                ["XDG_CONFIG_HOME"] = Config,
                ["XDG_DATA_HOME"] = Data,
                ["XDG_STATE_HOME"] = State,
            },
        };

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Assignment(string name, string value) =>
        $"\"{name}={value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal)}\"";
}

/// <summary>
/// Checks that values with special characters of any file format reach the command unchanged.
/// </summary>
public sealed class HostileTests(HostileScenario scenario) : IClassFixture<HostileScenario>
{
    private Report Report => scenario.Report;

    [Fact]
    public void Arguments_reach_the_command_unchanged()
    {
        Assert.Equal("Waiting", Text(Report.Call("arguments.install").Only, "State"));
        Assert.Equal("Succeeded", Text(Report.Call("arguments.mine").Only, "Outcome"));
        Assert.Equal([.. Report.Lines("values"), .. Report.Lines("values")], Report.Lines("arguments.seen"));
    }

    [Fact]
    public void Installing_the_same_values_again_changes_nothing() =>
        Assert.Contains("'mine-odd' is already installed with these settings.", Report.Lines("arguments.same"));

    [Fact]
    public void Palace_wing_and_variables_reach_the_command_unchanged()
    {
        var keys = Report.Keys.Where(key => key.StartsWith("claude.", StringComparison.Ordinal)).ToList();
        Assert.Equal(Report.Lines("values").Where(value => value.Length > 0).Select(value => $"claude.{value}"), keys);
        Assert.All(
            keys,
            key =>
            {
                JsonElement seen = Report[key];
                Assert.Empty(Report.List(seen.GetProperty("Errors")));
                Assert.Equal("Succeeded", Text(seen, "Outcome"));
                Assert.Equal(Report.List(seen.GetProperty("Expected")), Report.List(seen.GetProperty("Arguments")));
                Assert.Equal([Text(seen, "ExpectedVariable")], Report.List(seen.GetProperty("Variable")));
                Assert.Equal(
                    [Text(seen, "ExpectedPalace"), Text(seen, "ExpectedPalace")],
                    Report.List(seen.GetProperty("Palaces"))
                );
            }
        );
    }

    [Theory]
    [InlineData("home", "HOME")]
    [InlineData("config", "XDG_CONFIG_HOME")]
    public void Folders_reach_the_command_unchanged(string key, string variable) =>
        Assert.Equal([$"{variable}={Text(Report[key], "Expected")}"], Report.List(Report[key].GetProperty("Seen")));

    [Fact]
    public void Systemd_finds_nothing_to_say_about_the_units() => Assert.Empty(Report.Lines("verify"));

    [Fact]
    public void Get_returns_special_characters_unchanged()
    {
        var call = Report.Call("get");
        Assert.Empty(call.Errors);
        Assert.Equal(["mempalace-claude", "mine-odd"], call.Output.Select(schedule => Text(schedule, "Name")));
        Assert.All(
            call.Output,
            schedule => Assert.Equal(("Waiting", "Succeeded"), (Text(schedule, "State"), Text(schedule, "LastOutcome")))
        );
    }

    [Fact]
    public void Remove_leaves_nothing_of_schedules_with_special_characters()
    {
        Report.Call("remove").IsSilent();
        Assert.Empty(Report.Lines("remove.units"));
        Assert.Empty(Report.Lines("remove.tree"));
    }

    [Theory]
    [InlineData("09")]
    [InlineData("0a")]
    [InlineData("01")]
    public void Control_characters_in_the_home_folder_are_rejected(string code)
    {
        Assert.Contains(
            $@"\x{code}",
            Report.Call($"refused.{code}").FailedWith("ValueNotRepresentable"),
            StringComparison.Ordinal
        );
        Assert.Empty(Report.Lines($"refused.{code}.tree"));
    }
}

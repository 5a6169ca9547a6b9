using CsCheck;
using MempalaceSched.Containers;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Tests.Containers;

public sealed class ContainerTargetTests
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

    [Fact]
    public void Valid_names_match_the_grammar_of_the_engines() =>
        Gen.String[
                Gen.OneOf(
                    Gen.Char[NameCharacters],
                    Gen.Char[" ;'\"$`\\\n\t\0/&|<>(){}[]*?~#!%=:@,\u00fc"],
                    Gen.Char.AlphaNumeric
                ),
                0,
                12
            ]
            .Sample(text =>
                ContainerTarget.IsName(text)
                == (
                    text.Length > 0
                    && text.All(NameCharacters.Contains)
                    && !"_.-".Contains(text[0], StringComparison.Ordinal)
                )
            );

    [Theory]
    [InlineData("coder", true)]
    [InlineData("1000", true)]
    [InlineData("1000:1000", true)]
    [InlineData("_apt:www-data", true)]
    [InlineData("", false)]
    [InlineData("-u", false)]
    [InlineData("coder:", false)]
    [InlineData("a:b:c", false)]
    [InlineData("co der", false)]
    [InlineData("coder\n", false)]
    [InlineData("$(id)", false)]
    public void A_user_can_include_a_group(string user, bool valid) =>
        Assert.Equal(valid, ContainerTarget.IsUser(user));

    [Theory]
    [InlineData("a;b", null, "-Container")]
    [InlineData("-v", null, "-Container")]
    [InlineData("devbox", "a b", "-ContainerUser")]
    public void A_value_that_no_engine_accepts_is_rejected(string container, string? user, string parameter)
    {
        var request = new ScheduleRequest
        {
            Source = MineSource.Pi,
            CurrentFolder = "/",
            ["Container"] = container,
            ["ContainerUser"] = user,
            ["ContainerEngine"] = "/bin/docker",
        };
        var fault = Assert.Throws<MempalaceException>(() => ContainerRequest.Read(request, null));
        Assert.Equal("ValueNotRepresentable", fault.Id);
        Assert.StartsWith(parameter, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_without_a_container_is_rejected() =>
        Assert.Equal(
            "OptionConflict",
            Assert
                .Throws<MempalaceException>(() =>
                    ContainerRequest.Read(
                        new ScheduleRequest
                        {
                            Source = MineSource.Pi,
                            CurrentFolder = "/",
                            ["ContainerUser"] = "coder",
                        },
                        null
                    )
                )
                .Id
        );

    [Fact]
    public void A_dot_in_a_name_matches_only_a_dot() =>
        Assert.Equal("name=^/?a[.]b-c$", EngineFormats.ExactName("a.b-c"));

    [Fact]
    public void The_heredoc_delimiter_is_never_a_line_of_the_script() =>
        Gen.String[Gen.Char["END_OF_INSIDE\n"], 0, 80]
            .Sample(text =>
            {
                var script = text + "\nEND_OF_INSIDE\nEND_OF_INSIDE_\n" + text;
                return !script.Split('\n').Contains(Shell.EndOf(script));
            });

    [Fact]
    public void Only_palace_and_store_are_expanded_inside_the_container()
    {
        var definition = new ScheduleDefinition
        {
            Name = "x",
            Source = MineSource.Claude,
            Scheduler = SchedulerKind.Cron,
            At = "daily",
            Command = ["mempalace"],
            ArgumentList = ["it's $x", "~/.mempalace/palace"],
            Palace = "~/.mempalace/palace",
            Store = new SessionStore("~/.claude/projects"),
            CapturedEnvironment = new Dictionary<string, string>(),
        };
        Assert.Equal(
            """'mempalace' '--palace' "$palace" 'mine' "$store" '--mode' 'convos' 'it'\''s $x' '~/.mempalace/palace'""",
            definition.MineCommand.ShellWordsInContainer()
        );
    }
}

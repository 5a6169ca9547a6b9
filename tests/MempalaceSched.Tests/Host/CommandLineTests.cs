using MempalaceSched.Host;
using Xunit;

namespace MempalaceSched.Tests.Host;

public class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    [InlineData("--json --json Get-Thing")]
    [InlineData("-File")]
    [InlineData("--json -File")]
    [InlineData("--jsn Get-Thing")]
    [InlineData("-Fil x.ps1")]
    [InlineData("- extra")]
    [InlineData("--")]
    public void A_line_that_makes_no_sense_runs_nothing(string line) =>
        Assert.Equal(HostAction.UsageError, Parse(line).Action);

    [Theory]
    [InlineData("-h", HostAction.Help)]
    [InlineData("--help", HostAction.Help)]
    [InlineData("--version", HostAction.Version)]
    [InlineData("-", HostAction.StandardInput)]
    [InlineData("-file x.ps1", HostAction.File)]
    [InlineData("-File x.ps1 -Name a", HostAction.File)]
    [InlineData("Get-Thing", HostAction.Command)]
    [InlineData("-- --json", HostAction.Command)]
    public void The_first_word_says_what_to_do(string line, object action) => Assert.Equal(action, Parse(line).Action);

    [Fact]
    public void Behind_the_first_word_all_belongs_to_the_command()
    {
        CommandLine line = Parse("--json Get-Thing --json --help -File x -");

        Assert.True(line.Json);
        Assert.Equal(HostAction.Command, line.Action);
        Assert.Equal(["Get-Thing", "--json", "--help", "-File", "x", "-"], line.Words);
    }

    [Fact]
    public void A_script_gets_all_words_behind_its_path()
    {
        CommandLine line = Parse("-File x.ps1 --json -Name a");

        Assert.False(line.Json);
        Assert.Equal("x.ps1", line.File);
        Assert.Equal(["--json", "-Name", "a"], line.Words);
    }

    [Theory]
    [InlineData("-5 + 3")]
    [InlineData("-join ('a', 'b')")]
    public void Text_that_begins_with_a_dash_is_not_taken_for_an_option(string text) =>
        Assert.Equal(HostAction.Command, CommandLine.Parse([text]).Action);

    private static CommandLine Parse(string line) =>
        CommandLine.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

using CsCheck;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Templates;

public class ShellTests
{
    [Theory]
    [InlineData("plain-word_1./:=,+@%", "plain-word_1./:=,+@%")]
    [InlineData("", "''")]
    [InlineData("~", "'~'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("é", "'é'")]
    public void A_word_is_quoted_only_when_necessary(string word, string expected) =>
        Assert.Equal(expected, Shell.Word(word));
}

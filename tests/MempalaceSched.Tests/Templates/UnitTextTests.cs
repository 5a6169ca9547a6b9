using MempalaceSched.Templates;

namespace MempalaceSched.Tests.Templates;

public class UnitTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100%h $HOME \\", "100%%h $HOME \\")]
    public void Specifiers_in_a_value_are_escaped(string value, string expected) =>
        Assert.Equal(expected, UnitText.Value(value));

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("it's \"so\"", "\"it's \\\"so\\\"\"")]
    [InlineData(@"C:\x", "\"C:\\\\x\"")]
    [InlineData("%h ${HOME} $$", "\"%%h $${HOME} $$$$\"")]
    [InlineData("a\nb\tc\r\u0001\u007f", "\"a\\nb\\tc\\x0d\\x01\\x7f\"")]
    [InlineData("日🗝", "\"日🗝\"")]
    public void A_word_is_quoted_and_escaped(string word, string expected) =>
        Assert.Equal(expected, UnitText.Word(word));
}

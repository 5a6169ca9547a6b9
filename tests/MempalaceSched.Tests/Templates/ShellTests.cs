using CsCheck;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Templates;

public class ShellTests
{
    /// <summary>The oracle is a real sh: it prints its words one after the other, a NUL behind each.</summary>
    [Fact]
    public void A_real_shell_reads_quoted_words_as_they_were()
    {
        var shell = Oracle.Need("sh");
        Definitions
            .Text.List[1, 40]
            .Sample(
                words =>
                {
                    var quoted = string.Join(' ', words.Select(Shell.Quote));
                    var typed = string.Join(' ', words.Select(Shell.Word));
                    var (code, output) = Oracle.Run(
                        shell,
                        [],
                        $"set -- {quoted}\nprintf '%s\\0' \"$@\"\nset -- {typed}\nprintf '%s\\0' \"$@\"\n"
                    );
                    Assert.Equal(0, code);
                    Assert.Equal(string.Concat(words.Concat(words).Select(word => word + "\0")), output);
                },
                iter: 60,
                threads: 1
            );
    }

    [Theory]
    [InlineData("plain-word_1./:=,+@%", "plain-word_1./:=,+@%")]
    [InlineData("", "''")]
    [InlineData("~", "'~'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("é", "'é'")]
    public void A_word_is_quoted_only_where_it_must_be(string word, string expected) =>
        Assert.Equal(expected, Shell.Word(word));
}

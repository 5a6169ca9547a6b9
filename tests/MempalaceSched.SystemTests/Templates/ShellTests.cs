using CsCheck;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Templates;

/// <summary>Makes sh print quoted words, each followed by a NUL.</summary>
public sealed class ShellTests
{
    [Fact]
    public void Sh_reads_quoted_words_unchanged()
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
}

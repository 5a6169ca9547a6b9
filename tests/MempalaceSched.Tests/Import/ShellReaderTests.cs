using CsCheck;
using MempalaceSched.Import;
using MempalaceSched.Import.Shell;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Import;

/// <summary>Tests the shell parser alone. The system tests compare its words with real shells.</summary>
public sealed class ShellReaderTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["HOME"] = "/home/ro bin",
        ["X"] = "x y",
        ["E"] = "",
        ["W"] = "word",
        ["U"] = "/home/robin",
    };

    [Theory]
    [InlineData("", "")]
    [InlineData(" \t", "")]
    [InlineData("\n\n", "")]
    [InlineData("# only a comment", "")]
    [InlineData("# a comment\na", "[a]")]
    [InlineData("a", "[a]")]
    [InlineData("a b\tc", "[a][b][c]")]
    [InlineData("a # comment", "[a]")]
    [InlineData("a#b", "[a#b]")]
    [InlineData("a;b", "[a];[b]")]
    [InlineData("a;", "[a];")]
    [InlineData(";;x", null)]
    [InlineData("a && b || c", "[a]&&[b]||[c]")]
    [InlineData("a\nb", "[a];[b]")]
    [InlineData("a\n\n;b", "[a];[b]")]
    [InlineData("a | b | c && d", "[a]|[b]|[c]&&[d]")]
    [InlineData("a \\\n b", "[a][b]")]
    [InlineData("a\\\nb", "[ab]")]
    [InlineData("&& a", null)]
    [InlineData("a |", null)]
    [InlineData("| a", null)]
    [InlineData("a &", null)]
    [InlineData("a |& b", null)]
    [InlineData("a ;; b", null)]
    [InlineData("(a)", null)]
    [InlineData("a )", null)]
    public void Statements_are_split_at_operators(string text, string? expected) => Reads(text, expected);

    [Theory]
    [InlineData("'a b'c", "[a bc]")]
    [InlineData("''", "[]")]
    [InlineData("\"a 'b\"", "[a 'b]")]
    [InlineData("\"\\$X \\\" \\\\ \\` \\a\"", "[$X \" \\ ` \\a]")]
    [InlineData("\"a\\\nb\"", "[ab]")]
    [InlineData("\\a\\ b", "[a b]")]
    [InlineData("'a", null)]
    [InlineData("\"a", null)]
    [InlineData("\"a\\", null)]
    [InlineData("a\\", null)]
    [InlineData("`a`", null)]
    [InlineData("\"`a`\"", null)]
    public void Quotes_are_removed(string text, string? expected) => Reads(text, expected);

    [Theory]
    [InlineData("$W ${W} \"$W\"", "[word][word][word]")]
    [InlineData("a $E b \"$E\"", "[a][b][]")]
    [InlineData("\"$X\"", "[x y]")]
    [InlineData("$X", null)]
    [InlineData("A=$X b", "A=x y [b]")]
    [InlineData("${E:-d/e} ${N:-d} ${W:-d}", "[d/e][d][word]")]
    [InlineData("$N", null)]
    [InlineData("$ \"$\" $/ $.", "[$][$][$/][$.]")]
    [InlineData("$(a)", null)]
    [InlineData("$1", null)]
    [InlineData("$W\\\na", null)]
    [InlineData("${W}\\\na", "[worda]")]
    [InlineData("~ ~/x", "[/home/ro bin][/home/ro bin/x]")]
    [InlineData("~; a", "[/home/ro bin];[a]")]
    [InlineData("a~", "[a~]")]
    [InlineData("~kim", null)]
    [InlineData("x --a=~", null)]
    [InlineData("x a:~", null)]
    [InlineData("A=~/x b", "A=/home/ro bin/x [b]")]
    [InlineData("$((RANDOM % 60))", "[\0random:60]")]
    [InlineData("$(( $RANDOM%1800 ))", "[\0random:1800]")]
    [InlineData("a*", null)]
    [InlineData("a?", null)]
    [InlineData("[a]", null)]
    [InlineData("[ -f x ]", "[[][-f][x][]]")]
    [InlineData("'*' \\? \"[\"", "[*][?][[]")]
    [InlineData("{ a", null)]
    [InlineData("! a", null)]
    [InlineData("{a} !a", "[{a}][!a]")]
    public void Only_expansions_with_known_values_are_supported(string text, string? expected) => Reads(text, expected);

    [Theory]
    [InlineData("A=1 B='2 3' c D=4", "A=1 B=2 3 [c][D=4]")]
    [InlineData("A=1; b $A", "A=1 ;[b][1]")]
    [InlineData("A=1 b; c \"${A:-no}\"", "A=1 [b];[c][no]")]
    [InlineData("export A=1 2=3 B; c $A \"${B:-no}\"", "[export][A=1][2=3][B];[c][1][no]")]
    [InlineData("echo A=1; c \"${A:-no}\"", "[echo][A=1];[c][no]")]
    [InlineData("2=3", "[2=3]")]
    [InlineData("'A'=1", "[A=1]")]
    [InlineData("A=B=C d", "A=B=C [d]")]
    public void Assignments_are_separate_and_set_variables(string text, string expected) => Reads(text, expected);

    [Theory]
    [InlineData("a >b c", "[a][c]")]
    [InlineData("a > b 2>>c", "[a]")]
    [InlineData("a >|b", "[a]")]
    [InlineData("a &>b &>> c", "[a]")]
    [InlineData("a 2>&1 >&- <&0 b", "[a][b]")]
    [InlineData("a </dev/null", "[a]")]
    [InlineData(">b", "")]
    [InlineData("12 a", "[12][a]")]
    [InlineData("a < b", null)]
    [InlineData("a << b", null)]
    [InlineData("a >", null)]
    [InlineData("a &>", null)]
    [InlineData("a > ;", null)]
    [InlineData("a >&b", null)]
    [InlineData("a >&12", null)]
    [InlineData("a >&1>b", null)]
    [InlineData("a >$N", null)]
    public void Redirections_are_skipped(string text, string? expected) => Reads(text, expected);

    private static void Reads(string text, string? expected)
    {
        if (expected is null)
        {
            Assert.NotEmpty(
                Assert.Throws<NotUnderstoodException>(() => new ShellReader(text, Variables).Read()).Message
            );
            return;
        }
        Assert.Equal(
            expected,
            string.Concat(
                new ShellReader(text, Variables)
                    .Read()
                    .Select(statement => string.Join('|', statement.Pipeline.Select(Text)) + statement.Then)
            )
        );
    }

    private static string Text(ShellCommand command) =>
        string.Concat(command.Assignments.Select(pair => $"{pair.Key}={pair.Value} "))
        + string.Concat(command.Words.Select(word => $"[{word}]"));
}

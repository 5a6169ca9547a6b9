using System.Management.Automation.Language;
using CsCheck;
using MempalaceSched.Host;
using Xunit;

namespace MempalaceSched.Tests.Host;

/// <summary>The engine's own parser says what the text means that the rule made of the words.</summary>
public class CommandTextTests
{
    // Everything that means something to PowerShell, and enough that does not.
    private const string Alphabet =
        "abZ09 \t\n'\"`$;|&<>(){}[]@#%*?!=+-_.:/\\~^\u2018\u2019\u201c\u201d\u2013\u2014é\u4e16,";

    private static readonly Gen<string> Word = Gen.Char[Alphabet].Array[0, 8].Select(chars => new string(chars));

    [Fact]
    public void Words_reach_the_command_letter_by_letter() =>
        Word.Where(word => !word.StartsWith('-') && !word.Contains(','))
            .Array[1, 5]
            .Sample(words =>
            {
                CommandAst command = Parse(CommandText.FromWords(["Get-Thing", .. words]));
                Assert.Equal(words, command.CommandElements.Skip(1).Select(Meaning));
            });

    [Fact]
    public void No_word_reaches_over_into_the_next() =>
        Word.Where(word => !(word.StartsWith('-') && word.EndsWith(':')))
            .Array[1, 5]
            .Sample(words =>
            {
                // Only -Name: takes the next word, as it is meant to; so each word is followed by one that could be taken.
                IEnumerable<string> line = words.SelectMany(word => new[] { word, "value" });
                CommandAst command = Parse(CommandText.FromWords(["Get-Thing", .. line]));
                Assert.Equal(1 + (2 * words.Length), command.CommandElements.Count);
            });

    [Fact]
    public void The_value_behind_a_parameters_colon_is_literal() =>
        Word.Where(word => word.Length > 0 && !word.Contains(','))
            .Sample(word =>
            {
                CommandAst command = Parse(CommandText.FromWords(["Get-Thing", "-Name:" + word]));
                CommandParameterAst parameter = Assert.IsType<CommandParameterAst>(command.CommandElements[1]);
                Assert.Equal("Name", parameter.ParameterName);
                Assert.Equal(word, Meaning(parameter.Argument));
            });

    [Fact]
    public void A_command_may_have_a_path_with_blanks()
    {
        CommandAst command = Parse(CommandText.FromWords(["/tmp/my tools/it's", "-x"]));

        Assert.Equal(TokenKind.Ampersand, command.InvocationOperator);
        Assert.Equal("/tmp/my tools/it's", Meaning(command.CommandElements[0]));
    }

    [Fact]
    public void One_argument_is_script_text_as_it_stands() =>
        Word.Sample(word => Assert.Equal(word, CommandText.FromWords([word])));

    [Theory]
    [InlineData("a,b", "a,b")]
    [InlineData("a,b c", "'a,b c'")]
    [InlineData("a,", "'a,'")]
    [InlineData("-Confirm:$false", "-Confirm:$false")]
    [InlineData("-Name:$HOME", "-Name:'$HOME'")]
    [InlineData("$true", "$true")]
    [InlineData("$truer", "'$truer'")]
    [InlineData("-At", "-At")]
    [InlineData("Mon 03:00", "'Mon 03:00'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("", "''")]
    [InlineData("--%", "'--%'")]
    [InlineData("-Name:-x", "-Name:'-x'")]
    [InlineData("-Name:", "-Name:")]
    [InlineData("-5", "-5")]
    [InlineData("-.5", "-.5")]
    [InlineData("--long-option=1", "'--long-option=1'")]
    [InlineData("\u2013Name", "'\u2013Name'")]
    [InlineData("a*", "a*")]
    [InlineData("]_", "']_'")]
    public void The_rule(string word, string text) =>
        Assert.Equal("Get-Thing " + text, CommandText.FromWords(["Get-Thing", word]));

    private static CommandAst Parse(string text)
    {
        ScriptBlockAst script = Parser.ParseInput(text, out _, out ParseError[] errors);
        Assert.Empty(errors);
        PipelineAst pipeline = Assert.IsType<PipelineAst>(Assert.Single(script.EndBlock.Statements));
        return Assert.IsType<CommandAst>(Assert.Single(pipeline.PipelineElements));
    }

    // What a parameter of type string would be given; a number keeps its spelling there.
    private static string Meaning(Ast element) =>
        element switch
        {
            StringConstantExpressionAst text => text.Value,
            ConstantExpressionAst number => number.Extent.Text,
            _ => $"{element.GetType().Name}: {element.Extent.Text}",
        };
}

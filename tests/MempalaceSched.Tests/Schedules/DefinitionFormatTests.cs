using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CsCheck;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Schedules;

public class DefinitionFormatTests
{
    [Fact]
    public void A_written_definition_is_read_back() =>
        Definitions.Any.Sample(definition =>
        {
            var text = DefinitionFormat.Write(definition);
            Assert.Equivalent(definition, DefinitionFormat.Read(text), strict: true);
            Assert.Equal(text, DefinitionFormat.Write(DefinitionFormat.Read(text)));
            Assert.Contains(OwnershipMarks.Definition(definition.Name), text, StringComparison.Ordinal);
        });

    [Fact]
    public void The_file_is_what_the_serializer_would_write()
    {
        var options = new JsonSerializerOptions(DefinitionFormat.Options)
        {
            WriteIndented = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        Definitions.Any.Sample(definition =>
            Assert.Equal(JsonSerializer.Serialize(definition, options) + "\n", DefinitionFormat.Write(definition))
        );
    }

    [Fact]
    public void The_file_is_readable()
    {
        var text = DefinitionFormat.Write(Definitions.One() with { Palace = "/home/é/it's <here>" });
        Assert.Contains("\"palace\": \"/home/é/it's <here>\"", text, StringComparison.Ordinal);
        Assert.Contains("\"timeLimit\": \"02:00:00\"", text, StringComparison.Ordinal);
        Assert.Contains("\"source\": \"OpenCode\"", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("null", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "2")]
    [InlineData("version", "\"x\"")]
    [InlineData("name", "null")]
    [InlineData("name", "\"../x\"")]
    [InlineData("source", "3")]
    [InlineData("source", "\"Emacs\"")]
    [InlineData("scheduler", "\"Auto\"")]
    [InlineData("at", "null")]
    [InlineData("at", "\"now and then\"")]
    [InlineData("command", "null")]
    [InlineData("command", "[]")]
    [InlineData("command", "[null]")]
    [InlineData("argumentList", "null")]
    [InlineData("argumentList", "[null]")]
    [InlineData("palace", "null")]
    [InlineData("palace", "\"\"")]
    [InlineData("store", "null")]
    [InlineData("store", "{}")]
    [InlineData("timeLimit", "\"soon\"")]
    [InlineData("environment", "null")]
    [InlineData("environment", "{\"A\":null}")]
    [InlineData("environment", "{\"A;reboot\":\"\"}")]
    [InlineData("onFailure", "null")]
    [InlineData("onFailure", "[\"/bin/ping\",null]")]
    [InlineData("onSuccess", "[\"\"]")]
    [InlineData("surroundings", "null")]
    [InlineData("surroundings", "{}")]
    public void A_definition_with_an_invalid_value_is_rejected(string property, string value)
    {
        var node = JsonNode.Parse(DefinitionFormat.Write(Definitions.One(source: MineSource.Claude)))!;
        node[property] = JsonNode.Parse(value);
        Assert.ThrowsAny<JsonException>(() => DefinitionFormat.Read(node.ToJsonString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":1")]
    public void An_invalid_definition_is_rejected(string text) =>
        Assert.ThrowsAny<JsonException>(() => DefinitionFormat.Read(text));
}

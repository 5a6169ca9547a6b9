using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MempalaceSched.Host;
using Xunit;

namespace MempalaceSched.Tests.Host;

public class JsonValueTests
{
    // The same random tree twice: as the engine's objects, and as plain ones for the platform's own serializer.
    private static readonly Gen<(object? Engine, object? Plain)> Scalar = Gen.OneOf(
        Gen.String.Select(text => ((object?)text, (object?)text)),
        Gen.Long.Select(number => ((object?)number, (object?)number)),
        Gen.Double.Where(double.IsFinite).Select(number => ((object?)PSObject.AsPSObject(number), (object?)number)),
        Gen.Bool.Select(flag => ((object?)flag, (object?)flag)),
        Gen.Const<(object?, object?)>((null, null))
    );

    private static readonly Gen<(object? Engine, object? Plain)> Tree = Gen.Recursive<(object? Engine, object? Plain)>(
        (depth, self) =>
            depth >= 5 ? Scalar : Gen.OneOf(Scalar, Scalar, Sequences(self), Dictionaries(self), Objects(self))
    );

    [Fact]
    public void Any_tree_reads_back_as_the_platforms_serializer_writes_it() =>
        Tree.Sample(tree =>
        {
            JsonNode? expected = JsonNode.Parse(JsonSerializer.Serialize(tree.Plain));
            JsonNode? actual = JsonNode.Parse(Write(tree.Engine));
            Assert.True(
                JsonNode.DeepEquals(expected, actual),
                $"expected {expected?.ToJsonString()}, wrote {actual?.ToJsonString()}"
            );
        });

    [Fact]
    public void Every_moment_reads_back_with_its_offset() =>
        Gen.Select(Gen.DateTime, Gen.Int[-14 * 60, 14 * 60])
            .Sample(
                (time, minutes) =>
                {
                    TimeSpan offset = TimeSpan.FromMinutes(minutes);
                    if (time.Ticks - offset.Ticks < 0 || time.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
                        return;
                    DateTimeOffset moment = new(time.Ticks, offset);
                    DateTimeOffset read = JsonSerializer.Deserialize<DateTimeOffset>(Write(moment));
                    Assert.Equal(moment.Ticks, read.Ticks);
                    Assert.Equal(moment.Offset, read.Offset);
                }
            );

    [Fact]
    public void Every_duration_reads_back() =>
        Gen.Long.Sample(ticks =>
        {
            string text = JsonSerializer.Deserialize<string>(Write(new TimeSpan(ticks)))!;
            Assert.Equal(ticks, TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture).Ticks);
        });

    [Theory]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999-12-31T23:59:59.9999999")]
    [InlineData("2026-03-29T02:30:00")]
    public void A_time_without_a_zone_gets_an_offset_even_at_the_ends_of_time(string text)
    {
        foreach (DateTimeKind kind in Enum.GetValues<DateTimeKind>())
        {
            DateTime time = DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), kind);
            Assert.Matches(@"[+-]\d\d:\d\d\z", JsonSerializer.Deserialize<string>(Write(time)));
        }
    }

    [Fact]
    public void Enums_go_by_name() => Assert.Equal("\"Friday\"", Write(DayOfWeek.Friday));

    [Fact]
    public void Objects_show_their_public_properties_and_what_was_added_to_them()
    {
        PSObject item = new(new Sample("one", [1, 2]));
        item.Properties.Add(new PSNoteProperty("Added", DayOfWeek.Monday));

        JsonNode expected = JsonNode.Parse(
            """{"Name":"one","Numbers":[1,2],"Nothing":null,"Unreadable":null,"Added":"Monday"}"""
        )!;
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(Write(item))), Write(item));
    }

    [Fact]
    public void An_object_inside_itself_ends_as_text()
    {
        Hashtable table = [];
        table["self"] = table;
        PSObject custom = new();
        custom.Properties.Add(new PSNoteProperty("Self", custom));
        ArrayList list = [];
        list.Add(list);

        Assert.All(
            new object[] { table, custom, list },
            item => Assert.True(JsonDocument.Parse(Write(item)).RootElement.GetRawText().Length < 200)
        );
    }

    [Fact]
    public void A_deep_object_is_cut_off_and_a_wide_one_is_not()
    {
        object deep = "bottom";
        for (int i = 0; i < 100; i++)
            deep = new Hashtable { ["inner"] = deep };

        Assert.DoesNotContain("bottom", Write(deep), StringComparison.Ordinal);
        Assert.Equal(1000, JsonDocument.Parse(Write(Enumerable.Range(0, 1000).ToArray())).RootElement.GetArrayLength());
    }

    [Fact]
    public void The_same_object_twice_side_by_side_is_no_cycle()
    {
        Hashtable shared = new() { ["x"] = 1 };
        Assert.Equal("""[{"x":1},{"x":1}]""", Write(new[] { shared, shared }));
    }

    private static Gen<(object? Engine, object? Plain)> Sequences(Gen<(object? Engine, object? Plain)> self) =>
        self.Array[0, 4]
            .Select(items =>
                (
                    (object?)items.Select(item => item.Engine).ToArray(),
                    (object?)items.Select(item => item.Plain).ToArray()
                )
            );

    private static Gen<(object? Engine, object? Plain)> Dictionaries(Gen<(object? Engine, object? Plain)> self) =>
        Gen.Dictionary(Gen.String, self)[0, 4]
            .Select(entries =>
            {
                Hashtable engine = new(StringComparer.Ordinal);
                foreach ((string key, (object? value, _)) in entries)
                    engine[key] = value;
                return ((object?)engine, (object?)entries.ToDictionary(entry => entry.Key, entry => entry.Value.Plain));
            });

    private static Gen<(object? Engine, object? Plain)> Objects(Gen<(object? Engine, object? Plain)> self) =>
        Gen.Dictionary(
                Gen.String.AlphaNumeric.Where(name => name.Length > 0).Select(name => name.ToUpperInvariant()),
                self
            )[0, 4]
            .Select(entries =>
            {
                PSObject engine = new();
                foreach ((string name, (object? value, _)) in entries)
                    engine.Properties.Add(new PSNoteProperty(name, value));
                return ((object?)engine, (object?)entries.ToDictionary(entry => entry.Key, entry => entry.Value.Plain));
            });

    private static string Write(object? value)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            MempalaceSched.Host.JsonValue.Write(writer, value);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed record Sample(string Name, int[] Numbers)
    {
        public string? Nothing { get; init; }

        public string Unreadable => Name.Length > 0 ? throw new InvalidOperationException() : Name;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using MempalaceSched.Report;
using MempalaceSched.Templates;

namespace MempalaceSched.Tests.Report;

public class ReportPageTests
{
    /// <summary>
    /// The page is also valid XML. An XML parser checks that hostile values are only text.
    /// </summary>
    [Fact]
    public void Schedule_values_are_escaped_as_text() =>
        Reported
            .Any.List[0, 4]
            .Sample(
                schedules =>
                {
                    var page = Parse(Page(ReportModel.From(Reported.Input([.. schedules]))));
                    var names = page.Descendants()
                        .Where(element => (string?)element.Attribute("class") == "text name")
                        .Select(element => element.Value);
                    Assert.Equal(schedules.Select(each => Shown(each.Schedule.Name)), names);
                    Assert.Equal(
                        schedules.Select(each => Shown(each.Schedule.HealthDetail)),
                        page.Descendants()
                            .Where(element => (string?)element.Attribute("class") == "detail text")
                            .Select(element => element.Value)
                    );
                    Assert.Equal(
                        schedules.SelectMany(each =>
                            new[] { Shown(each.Schedule.Palace), Shown(each.Schedule.CommandLine) }
                        ),
                        page.Descendants(Html("code"))
                            .Select(element => element.Value)
                            .Where(text => text.TrimStart('\'').StartsWith('x'))
                    );
                    var reasons = page.Descendants(Html("table"))
                        .Where(table => (string?)table.Attribute("class") == "runs")
                        .SelectMany(table => table.Descendants(Html("tr")).Skip(1))
                        .Select(row => row.Elements().Last().Value);
                    Assert.Equal(
                        schedules.SelectMany(each => each.Runs.Take(RunChart.MaxRuns)).Select(run => Shown(run.Reason)),
                        reasons
                    );
                    Assert.Empty(page.Descendants(Html("script")));
                },
                iter: 100
            );

    [Fact]
    public void The_page_has_no_external_references() =>
        Reported
            .Any.List[1, 3]
            .Sample(
                schedules =>
                {
                    var text = Page(ReportModel.From(Reported.Input([.. schedules])));
                    var page = Parse(text);
                    string[] leading = ["src", "href", "action", "srcset", "data", "poster", "background"];
                    var led = page.Descendants()
                        .Attributes()
                        .Where(attribute => leading.Contains(attribute.Name.LocalName))
                        .Select(attribute => attribute.Value);
                    Assert.Equal(["data:,"], led);
                    Assert.DoesNotContain(
                        page.Descendants().Attributes(),
                        attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
                    );
                    Assert.DoesNotContain(
                        "url(",
                        page.Descendants(Html("style")).Single().Value,
                        StringComparison.Ordinal
                    );
                    Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
                },
                iter: 50
            );

    [Fact]
    public void Each_bar_has_a_text_description() =>
        Reported.AnyRuns.Sample(
            runs =>
            {
                var page = Parse(
                    Page(ReportModel.From(Reported.Input(Reported.One("one", "Mon *-*-* 03:00:00", runs))))
                );
                var bars = page.Descendants(Svg("g")).ToList();
                Assert.Equal(
                    runs.Take(RunChart.MaxRuns).Reverse().Select(run => StatusLabel.ForOutcome(run.Outcome)),
                    bars.Select(bar =>
                        StatusLabel.ForOutcome(
                            Enum.GetValues<MineOutcome>()
                                .Single(outcome =>
                                    bar.Element(Svg("title"))!
                                        .Value.StartsWith(
                                            StatusLabel.ForOutcome(outcome).Text + ",",
                                            StringComparison.Ordinal
                                        )
                                )
                        )
                    )
                );
                Assert.All(
                    bars,
                    bar =>
                        Assert.Equal(
                            (string?)bar.Attribute("class"),
                            "run "
                                + Enum.GetValues<MineOutcome>()
                                    .Select(StatusLabel.ForOutcome)
                                    .Single(look => look.Shape == (string?)bar.Element(Svg("path"))!.Attribute("d"))
                                    .Style
                        )
                );
            },
            iter: 50
        );

    [Fact]
    public void Headings_tables_and_charts_have_accessible_names()
    {
        var page = Parse(
            Page(
                ReportModel.From(
                    Reported.Input(Reported.One("one", "Mon *-*-* 03:00:00", [Reported.Run(MineOutcome.Succeeded, 5)]))
                )
            )
        );
        Assert.Single(page.Descendants(Html("h1")));
        Assert.Equal(
            ["Health", "The next 14 days", "Past runs"],
            page.Descendants(Html("h2")).Select(heading => heading.Value)
        );
        Assert.All(
            page.Descendants(Html("section")),
            section =>
                Assert.Contains(
                    page.Descendants(Html("h2")),
                    heading => (string?)heading.Attribute("id") == (string?)section.Attribute("aria-labelledby")
                )
        );
        Assert.All(page.Descendants(Html("table")), table => Assert.NotEmpty(table.Element(Html("caption"))!.Value));
        Assert.All(page.Descendants(Html("th")), cell => Assert.NotNull(cell.Attribute("scope")));
        Assert.All(
            page.Descendants().Where(element => element.Name.LocalName == "svg"),
            picture =>
                Assert.True(
                    (string?)picture.Attribute("aria-hidden") == "true"
                        || (
                            (string?)picture.Attribute("role") == "img"
                            && (string?)picture.Attribute("aria-label") is { Length: > 0 }
                        )
                )
        );
    }

    [Fact]
    public void Without_schedules_the_page_shows_how_to_install_one() =>
        Assert.Contains(
            "Install-MempalaceSchedule",
            Parse(Page(ReportModel.From(Reported.Input()))).Root!.Value,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_unknown_health_value_has_a_label()
    {
        Assert.Equal(
            new StatusLabel("Something new", "calm", StatusLabel.ForHealth("Unknown").Shape),
            StatusLabel.ForHealth("SomethingNew")
        );
        Assert.All(
            Enum.GetNames<ScheduleHealth>().Except(["Healthy", "Disabled", "Unknown"]),
            name => Assert.True(StatusLabel.ForHealth(name).NeedsAttention, name)
        );
        Assert.True(StatusLabel.ForHealth("Failing").NeedsAttention);
        Assert.False(StatusLabel.ForHealth("Healthy").NeedsAttention);
    }

    /// <summary>WCAG 2 requires a contrast of 4.5 for text and 3 for graphics.</summary>
    [Theory]
    [InlineData(":root")]
    [InlineData("prefers-color-scheme: dark")]
    [InlineData("@media print")]
    public void Colours_have_enough_contrast_with_every_background(string scheme)
    {
        var page = Page(ReportModel.From(Reported.Input()));
        var start = page.IndexOf(scheme, StringComparison.Ordinal);
        var colours = Regex
            .Matches(page[start..page.IndexOf('}', start)], "--([a-z-]+): #([0-9a-f]{6});")
            .ToDictionary(match => match.Groups[1].Value, match => Luminance(match.Groups[2].Value));
        foreach (var behind in new[] { "page", "card", "today" })
        {
            foreach (var text in new[] { "ink", "quiet", "good", "warn", "bad", "calm" })
                Assert.True(Contrast(colours[text], colours[behind]) >= 4.5, $"{text} on {behind}");
            foreach (
                var style in Enum.GetValues<MineOutcome>()
                    .Select(outcome => StatusLabel.ForOutcome(outcome).Style)
                    .Append("unknown")
            )
                Assert.True(Contrast(colours[style], colours[behind]) >= 3, $"{style} on {behind}");
        }
    }

    private static string Page(ReportModel report) => ReportPage.Render(report, new TemplateSource("/nowhere"));

    private static double Contrast(double a, double b) => (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Channel(0) + 0.7152 * Channel(2) + 0.0722 * Channel(4);
    }

    /// <summary>
    /// Returns the text as the page shows it: symbols for control characters, and U+FFFD for invalid characters.
    /// </summary>
    private static string Shown(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Select(rune =>
                    rune.Value switch
                    {
                        < 0x20 => $"{(char)(0x2400 + rune.Value)}",
                        0x7f => "\u2421",
                        (>= 0x80 and <= 0x9f) or 0xfffe or 0xffff => "\ufffd",
                        _ => rune.ToString(),
                    }
                )
        );

    private static XDocument Parse(string page)
    {
        using var reader = System.Xml.XmlReader.Create(
            new StringReader(page),
            new System.Xml.XmlReaderSettings { DtdProcessing = System.Xml.DtdProcessing.Ignore }
        );
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static XName Html(string name) => XName.Get(name, "http://www.w3.org/1999/xhtml");

    private static XName Svg(string name) => Html(name); // in the HTML namespace, because the page declares no other
}

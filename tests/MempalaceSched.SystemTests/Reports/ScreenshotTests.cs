using System.Globalization;
using System.Text.RegularExpressions;
using MempalaceSched.Report;
using MempalaceSched.Templates;
using Xunit;

namespace MempalaceSched.SystemTests.Reports;

/// <summary>The page of Show-MempalaceSchedule in a real browser without a network.</summary>
public sealed class ScreenshotTests
{
    [Theory]
    [InlineData(1200, false, "light.png")]
    [InlineData(1200, true, "dark.png")]
    [InlineData(390, false, "narrow.png")]
    public void Bars_have_the_color_of_their_outcome(int width, bool dark, string keep)
    {
        var page = Page(DemoReport.Usual());
        var view = Chromium.Show(page, width, width < 500 ? 5200 : 2600, dark, keep);

        var colours = Colours(page, dark);
        AssertFits(view, width);
        Assert.InRange(view.Facts.Height, 0, view.Picture.Height);
        Assert.Equal(colours["page"], view.Picture[2, 2]);
        Assert.Equal(113, view.Facts.Bars.Length);
        var outcomes = view.Facts.Bars.Select(bar => bar.Outcome).Distinct().ToList();
        Assert.Equal(7, outcomes.Count);
        Assert.Equal(7, outcomes.Select(outcome => colours[outcome]).Distinct().Count());
        foreach (var bar in view.Facts.Bars.Where(bar => bar is { Width: >= 3, Height: >= 3 }))
            Assert.Equal(
                colours[bar.Outcome],
                view.Picture[(int)(bar.X + bar.Width / 2), (int)(bar.Y + bar.Height / 2)]
            );
    }

    [Fact]
    public void The_longest_names_and_reasons_fit_on_a_phone()
    {
        var view = Chromium.Show(Page(DemoReport.Crowded()), 390, 6000, dark: true, "crowded.png");

        AssertFits(view, 390);
        Assert.Equal(12 * RunChart.MaxRuns, view.Facts.Bars.Length);
    }

    private static string Page(ReportModel report) => ReportPage.Render(report, new TemplateSource("/nowhere"));

    private static void AssertFits(PageView view, int width)
    {
        Assert.Equal(width, view.Facts.Width);
        Assert.Equal(width, view.Facts.ScrollWidth);
        Assert.Empty(view.Facts.Resources);
        Assert.All(
            view.Facts.Bars.Select(bar => (bar.X, bar.Width))
                .Concat(view.Facts.Texts.Select(text => (text.X, text.Width))),
            part =>
            {
                Assert.InRange(part.X, 0, width);
                Assert.InRange(part.X + part.Width, 0, width);
            }
        );
        Assert.All(view.Facts.Texts, text => Assert.True(text.Size >= 9, $"letters of {text.Size} pixels"));
        var colours = new HashSet<int>();
        for (var y = 0; y < Math.Min(view.Facts.Height, view.Picture.Height); y += 2)
        for (var x = 0; x < width; x += 2)
            colours.Add(view.Picture[x, y]);
        Assert.True(colours.Count > 100, $"only {colours.Count} colours");
    }

    /// <summary>Returns the colors of a color scheme by name.</summary>
    private static Dictionary<string, int> Colours(string page, bool dark)
    {
        var start = page.IndexOf(dark ? "prefers-color-scheme: dark" : ":root", StringComparison.Ordinal);
        return Regex
            .Matches(page[start..page.IndexOf('}', start)], "--([a-z-]+): #([0-9a-f]{6});")
            .ToDictionary(
                match => match.Groups[1].Value,
                match => int.Parse(match.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            );
    }
}

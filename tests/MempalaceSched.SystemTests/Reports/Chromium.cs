using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace MempalaceSched.SystemTests.Reports;

/// <summary>Renders a page in a real browser without a network, and measures it.</summary>
internal static partial class Chromium
{
    /// <summary>Renders a page.</summary>
    /// <param name="page">The HTML of the page.</param>
    /// <param name="width">The width of the viewport in pixels.</param>
    /// <param name="height">The height of the viewport in pixels.</param>
    /// <param name="dark">Whether the browser prefers the dark color scheme.</param>
    /// <param name="keep">The file name of the screenshot that is kept.</param>
    public static PageView Show(string page, int width, int height, bool dark, string keep)
    {
        var chromium = Requires.Tool("chromium", "chromium");
        var unshare = Requires.Tool("unshare", "util-linux");
        Requires.Root();
        var folder = Directory.CreateTempSubdirectory("mempalace-sched-page-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "report.html"), page);
            File.WriteAllText(Path.Combine(folder, "frame.html"), Frame(width, height));
            string[] words =
            [
                "-n",
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--font-render-hinting=none",
                "--allow-file-access-from-files",
                $"--user-data-dir={folder}/profile",
                $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}",
                string.Create(CultureInfo.InvariantCulture, $"--window-size={Math.Max(width, 600)},{height}"),
                $"--screenshot={folder}/page.png",
                "--dump-dom",
                $"file://{folder}/frame.html",
            ];
            var facts = Facts().Match(Run(unshare, words, folder));
            Assert.True(facts.Success, "The browser tells nothing of the page.");
            var picture = File.ReadAllBytes(Path.Combine(folder, "page.png"));
            Directory.CreateDirectory(Path.Combine(Repository.Root, "out", "report"));
            File.WriteAllBytes(Path.Combine(Repository.Root, "out", "report", keep), picture);
            return new PageView(
                PngImage.Read(picture),
                JsonSerializer.Deserialize<PageFacts>(
                    WebUtility.HtmlDecode(facts.Groups[1].Value),
                    JsonSerializerOptions.Web
                )!
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Returns an outer page that measures the page in a frame. The page itself needs no script, and the frame can be
    /// as narrow as the screen of a phone.
    /// </summary>
    private static string Frame(int width, int height) =>
        $$"""
            <!DOCTYPE html>
            <html><body style="margin: 0"><iframe src="report.html" style="display: block; border: 0; width: {{width}}px; height: {{height}}px"></iframe>
            <script>
            onload = () => {
                const view = frames[0], page = view.document, root = page.documentElement;
                const place = box => ({ x: box.x, y: box.y, width: box.width, height: box.height });
                const facts = document.createElement('pre');
                facts.id = 'facts';
                facts.hidden = true;
                facts.textContent = JSON.stringify({
                    width: root.clientWidth, scrollWidth: root.scrollWidth, height: root.scrollHeight,
                    resources: view.performance.getEntriesByType('resource').map(entry => entry.name).filter(name => !name.startsWith('data:')),
                    bars: [...page.querySelectorAll('.bar')].map(bar => ({ outcome: bar.parentNode.classList[1], ...place(bar.getBoundingClientRect()) })),
                    texts: [...page.querySelectorAll('svg text')].map(text => ({ size: parseFloat(view.getComputedStyle(text).fontSize) * text.getScreenCTM().a, ...place(text.getBoundingClientRect()) })),
                });
                document.body.append(facts);
            };
            </script></body></html>
            """;

    private static string Run(string program, string[] words, string home)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home;
        start.Environment["LANG"] = "C.UTF-8";
        using var browser = Process.Start(start)!;
        var error = browser.StandardError.ReadToEndAsync();
        var output = browser.StandardOutput.ReadToEndAsync();
        if (!browser.WaitForExit(TimeSpan.FromSeconds(60)))
        {
            browser.Kill(entireProcessTree: true);
            Assert.Fail($"The browser does not end: {error.Result}");
        }
        Assert.True(browser.ExitCode == 0, error.Result);
        return output.Result;
    }

    [GeneratedRegex("<pre id=\"facts\"[^>]*>(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Facts();
}

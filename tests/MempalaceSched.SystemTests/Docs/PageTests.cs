using System.Text.Json;
using System.Text.RegularExpressions;
using MempalaceSched.SystemTests.Systemd;
using Xunit;

namespace MempalaceSched.SystemTests.Docs;

/// <summary>Runs the commands of a page under a real systemd. PAGES_WRITE=1 updates the output on the page.</summary>
public sealed partial class PageTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/cookbook.md")]
    public void Commands_on_the_page_print_the_documented_output(string name)
    {
        var path = Path.Combine(Repository.Root, name);
        var page = new ConsolePage(File.ReadAllText(path));
        var commands = page.Commands().ToList();
        Assert.True(commands.Count(command => command.Output is not null) > 5);
        using var folder = new TemporaryFolder();
        var list = Path.Combine(folder.Path, "commands");
        File.WriteAllLines(
            list,
            commands.Select(each => $"{(each.Output is null ? "shell" : "prompt")} {each.Command}")
        );

        var report = Bed.Run(
            "Page",
            new BedOptions
            {
                Files = new Dictionary<string, string> { [list] = "/srv/commands" },
                Variables = new Dictionary<string, string> { ["COMMANDS"] = "/srv/commands" },
                Seed =
                    "cp /usr/lib/systemd/system/cron.service /run/bed-units/; sed -i '/^Wants=/s/$/ cron.service/' /run/bed-units/bed.target",
            }
        );
        var printed = commands.Select((command, number) => (command, Result: report[$"{number}"])).ToList();
        Assert.All(
            printed.Where(each => each.command.Output is null),
            each => Assert.True(each.Result.GetProperty("Code").GetInt32() == 0, $"{each}")
        );
        var seen = printed
            .Where(each => each.command.Output is not null)
            .Select(each => Framed(Lines(each.Result)))
            .ToList();
        if (Environment.GetEnvironmentVariable("PAGES_WRITE") == "1")
            File.WriteAllText(path, page.With(seen));

        var told = new ConsolePage(File.ReadAllText(path))
            .Commands()
            .Where(command => command.Output is not null)
            .ToList();
        Assert.All(
            told.Zip(seen),
            pair =>
                Assert.True(
                    pair.First.Output!.Select(Timeless).SequenceEqual(pair.Second.Select(Timeless)),
                    $"`{pair.First.Command}` prints:\n{string.Join('\n', pair.Second)}\nand the page says:\n{string.Join('\n', pair.First.Output!)}"
                )
        );
    }

    private static IReadOnlyList<string> Lines(JsonElement result) => Systemd.Report.List(result.GetProperty("Output"));

    /// <summary>Removes leading and trailing empty lines from the output.</summary>
    private static List<string> Framed(IReadOnlyList<string> lines) =>
        [.. lines.SkipWhile(string.IsNullOrEmpty).Reverse().SkipWhile(string.IsNullOrEmpty).Reverse()];

    /// <summary>Removes parts of a line that vary between runs: numbers, days and column widths.</summary>
    private static string Timeless(string line) => Blanks().Replace(Changing().Replace(line, "0"), " ").Trim();

    [GeneratedRegex(@"[0-9][0-9A-Za-z:.,+-]*|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Changing();

    [GeneratedRegex(@"[ -]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}

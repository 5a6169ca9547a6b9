using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Docs;

public sealed class CmdletPageTests
{
    [Fact]
    public void The_pages_in_docs_match_the_build_output()
    {
        const string advice = "; update them with `dotnet build tools/HelpBuilder -t:UpdateDocs`";
        var pages = Pages(Path.Combine(Repository.Root, "docs", "cmdlets"));
        var created = Pages(Path.Combine(Repository.Root, "out", "help"));
        Assert.NotEmpty(created);
        Assert.True(
            created.Keys.SequenceEqual(pages.Keys),
            $"docs/cmdlets contains {string.Join(", ", pages.Keys)}{advice}"
        );
        foreach (var (name, text) in created)
            Assert.True(pages[name] == text, $"docs/cmdlets/{name} is out of date{advice}");
    }

    private static SortedDictionary<string, string> Pages(string folder) =>
        new(
            Directory.GetFiles(folder, "*.md").ToDictionary(path => Path.GetFileName(path), File.ReadAllText),
            StringComparer.Ordinal
        );
}

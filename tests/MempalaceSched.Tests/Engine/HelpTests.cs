using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Engine;

public sealed class HelpTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void Every_cmdlet_and_every_parameter_has_help()
    {
        var lines = bed.Works(
            """
            foreach ($command in Get-Command -Module MempalaceSched) {
                $help = Get-Help $command.Name -Full
                $named = @($help.parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object name)
                $shown = @($command.Parameters.Values | Where-Object { -not ($_.Attributes.DontShow -eq $true) } | ForEach-Object Name)
                $missing = @($shown | Where-Object { $_ -notin [System.Management.Automation.Cmdlet]::CommonParameters -and $_ -notin $named })
                $synopsis = $help.Synopsis.EndsWith('.') -and $help.Synopsis -notmatch '\['
                "$($command.Name): $synopsis $([bool]$help.description.Text) $(@($help.examples.example).Count -gt 0) $(@($help.syntax.syntaxItem).Count -eq $command.ParameterSets.Count) [$missing]"
            }
            """
        ).Output;
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.EndsWith(": True True True True []", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Help_shows_all_its_parts()
    {
        var text = bed.Works("Get-Help Install-MempalaceSchedule -Full | Out-Default").Host;
        foreach (
            var part in new[]
            {
                "SYNOPSIS",
                "SYNTAX",
                "[-Source] <MineSource[]>",
                "-TimeLimit <TimeSpan>",
                "Default value                Auto",
                "OpenCode: opencode, by mempalace-session",
                "Example 1",
                "Install-MempalaceSchedule Pi -WhatIf",
                "MempalaceSched.Schedule",
            }
        )
            Assert.Contains(Unwrapped(part), Unwrapped(text), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pages_in_the_repository_say_the_same()
    {
        const string advice = "; `dotnet build tools/HelpBuilder -t:UpdateDocs` writes them anew";
        var pages = Pages(Path.Combine(Repository.Root, "docs", "cmdlets"));
        var made = Pages(Path.Combine(Repository.Root, "out", "help"));
        Assert.True(made.Keys.SequenceEqual(pages.Keys), $"docs/cmdlets has {string.Join(", ", pages.Keys)}{advice}");
        foreach (var (name, text) in made)
            Assert.True(pages[name] == text, $"docs/cmdlets/{name} is out of date{advice}");
    }

    /// <summary>Lines break where the console ends.</summary>
    private static string Unwrapped(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\s+", " ");

    private static SortedDictionary<string, string> Pages(string folder) =>
        new(
            Directory.GetFiles(folder, "*.md").ToDictionary(path => Path.GetFileName(path), File.ReadAllText),
            StringComparer.Ordinal
        );
}

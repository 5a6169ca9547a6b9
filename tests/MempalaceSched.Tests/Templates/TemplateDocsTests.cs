using System.Text.RegularExpressions;
using MempalaceSched.Export;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Report;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedulers.Launchd;
using MempalaceSched.Schedulers.Systemd;
using MempalaceSched.Templates;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Templates;

/// <summary>Compares the lists in docs/templates.md with the code.</summary>
public sealed partial class TemplateDocsTests
{
    private static readonly HostEnvironment Robin = Machine.With("/home/robin");
    private static readonly StandardPaths Paths = new(Robin);

    /// <summary>The names in the first column of each table, by heading.</summary>
    private static readonly Dictionary<string, string[]> Tables = Headings()
        .Split(File.ReadAllText(Path.Combine(Repository.Root, "docs/templates.md")))
        .Skip(1)
        .Chunk(2)
        .ToDictionary(
            part => part[0],
            part =>
                part[1]
                    .Split('\n')
                    .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                    .SelectMany(line => Names().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value))
                    .Order(StringComparer.Ordinal)
                    .ToArray()
        );

    [Fact]
    public void The_page_lists_the_variables_of_the_launcher() =>
        Same(
            "launcher-settings.sh.scriban",
            LauncherSettings
                .Values(
                    Definitions.One(),
                    Paths,
                    new LauncherNeeds(TimeSpan.Zero, false, false, [], TimeSpan.Zero, new RetryStart("launcher"))
                )
                .Keys
        );

    [Fact]
    public void The_page_lists_the_variables_of_the_units() =>
        Same("systemd.service.scriban, systemd.timer.scriban", SystemdUnits.Values(Definitions.One(), Paths).Keys);

    [Fact]
    public void The_page_lists_the_variables_of_the_property_list() =>
        Same(
            "launchd.plist.scriban",
            new LaunchAgent(Definitions.One() with { At = "Mon 03:00" }, Paths).Values().Keys
        );

    [Fact]
    public void The_page_lists_the_variables_of_the_probe()
    {
        Same("probe.sh.scriban", ProbeScript.Values(Definitions.One(), Paths, "/result").Keys);
        Same(
            "probe.plist.scriban",
            LaunchdProbe.Values(new Probe("probe", Definitions.One(), "/script", "/result"), "label").Keys
        );
    }

    [Fact]
    public void The_page_lists_the_variables_of_the_report() =>
        Same("report.html.scriban, report.css", ReportPage.Values(null).Keys);

    [Fact]
    public void The_page_lists_every_field_of_the_README_variables()
    {
        Same("export.md.scriban", ExportReadme.Values([]).Keys);
        var scheduler = new SchedulerSelector(Robin, Paths, new RecordedProcesses(), TimeProvider.System).For(
            SchedulerKind.Systemd
        );
        var values = ExportReadme.Values([new ExportedSchedule(Definitions.One(), scheduler, Robin, Paths)]);
        var first = ((List<Dictionary<string, object?>>)values["schedulers"]!)[0];
        var fields = first.Keys.Concat(((List<Dictionary<string, object?>>)first["schedules"]!)[0].Keys);
        var row = File.ReadAllLines(Path.Combine(Repository.Root, "docs/templates.md"))
            .Single(line => line.StartsWith("| `schedulers`", StringComparison.Ordinal));
        Assert.Equal(
            fields.Order(StringComparer.Ordinal),
            Names().Matches(row).Select(match => match.Groups[1].Value).Skip(1).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_page_lists_the_functions() => Same("Functions", TemplateRenderer.FunctionNames);

    [Fact]
    public void The_page_names_every_template()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs/templates.md"));
        foreach (var name in TemplateSource.Names.Where(name => !Part().IsMatch(name)))
            Assert.Contains(
                $"### {name}",
                text.Replace(", ", "\n### ", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
    }

    private static void Same(string table, IEnumerable<string> code) =>
        Assert.Equal(code.Order(StringComparer.Ordinal), Tables[table]);

    [GeneratedRegex("^##+ (.*)\n", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Names();

    [GeneratedRegex(@"^export-.*\.scriban$")]
    private static partial Regex Part();
}

using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Launchd;
using MempalaceSched.Schedulers.Systemd;
using MempalaceSched.Templates;
using MempalaceSched.Tests.Launcher;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Templates;

/// <summary>Tests user templates, which replace the built-in ones.</summary>
public sealed class OwnTemplateTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly StandardPaths paths;

    public OwnTemplateTests() => paths = new StandardPaths(Machine.With(home.Path));

    public static TheoryData<string> Main =>
        ["launcher-settings.sh.scriban", "systemd.service.scriban", "systemd.timer.scriban", "launchd.plist.scriban"];

    public void Dispose() => home.Dispose();

    [Theory]
    [MemberData(nameof(Main))]
    public void A_user_template_replaces_the_built_in_one(string template)
    {
        Own(template, TemplateSource.BuiltIn(template) + "mine: {{ name }}\n");
        Assert.EndsWith("mine: mempalace-session\n", Rendered(template), StringComparison.Ordinal);
    }

    [Fact]
    public void The_launcher_program_is_not_a_template()
    {
        Assert.DoesNotContain(TemplateSource.Names, name => name.EndsWith(".sh", StringComparison.Ordinal));
        Own("locks.sh", "exit 1\n");
        Assert.Equal([Path.Combine(paths.Templates, "locks.sh")], new TemplateSource(paths.Templates).Strays());
    }

    [Fact]
    public void Copies_of_the_built_in_templates_change_nothing() =>
        Definitions.Any.Sample(
            definition =>
            {
                var plain = new StandardPaths(Machine.With(home.Path), home["nowhere"]);
                if (!Directory.Exists(paths.Templates))
                    foreach (var name in TemplateSource.Names)
                        Own(name, TemplateSource.BuiltIn(name).Replace("\n", "\r\n", StringComparison.Ordinal));
                Assert.Equal(LauncherFile.Render(definition, plain), LauncherFile.Render(definition, paths));
                if (definition.Store?.Path.Any(char.IsControl) != true)
                    Assert.Equal(SystemdUnits.Render(definition, plain), SystemdUnits.Render(definition, paths));
            },
            iter: 50,
            threads: 1
        );

    [Theory]
    [InlineData("launcher-settings.sh.scriban", "#!/bin/sh\n# X\n\n   {{ nane }}\n", 4, 7, "nane")]
    [InlineData("launcher-settings.sh.scriban", "{{ calendar.minuts }}\n", 1, 13, "minuts")]
    [InlineData("systemd.timer.scriban", "{{ at.length }}\n", 1, 7, "length")]
    [InlineData("launcher-settings.sh.scriban", "a\n{{ for x in }}\n{{ end }}\n", 2, 13, "expression")]
    [InlineData("systemd.timer.scriban", "[Timer]\n{{ if true }}\n", 2, 14, "end")]
    [InlineData("systemd.service.scriban", "{{ name | no_such }}\n", 1, 11, "no_such")]
    [InlineData("launchd.plist.scriban", "\n{{ include 'elsewhere' }}\n", 2, 4, "no template 'elsewhere'")]
    [InlineData("launchd.plist.scriban", "{{ while true }}x{{ end }}\n", 1, 4, "100000")]
    [InlineData("systemd.timer.scriban", "{{ include 'systemd.timer.scriban' }}\n", 1, 4, "ecursi")]
    public void An_error_is_reported_with_file_line_and_column(
        string template,
        string text,
        int line,
        int column,
        string word
    )
    {
        Own(template, text);
        var error = Assert.Throws<MempalaceException>(() => Rendered(template));
        Assert.Equal("TemplateInvalid", error.Id);
        Assert.StartsWith(
            $"The template '{Path.Combine(paths.Templates, template)}' has an error in line {line}, column {column}: ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Main))]
    public void A_template_without_the_mark_is_rejected(string template)
    {
        Own(
            template,
            TemplateSource.BuiltIn(template).Replace("X-Mempalace-Schedule", "X-Schedule", StringComparison.Ordinal)
        );
        var error = Assert.Throws<MempalaceException>(() => Rendered(template));
        Assert.Equal("TemplateInvalid", error.Id);
        Assert.Contains(Path.Combine(paths.Templates, template), error.Message, StringComparison.Ordinal);
        Assert.Contains("X-Mempalace-Schedule", error.Message, StringComparison.Ordinal);
        Assert.Contains("{{ name }}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_without_a_template_name_are_found_unless_hidden()
    {
        var source = new TemplateSource(paths.Templates);
        Assert.Empty(source.Strays());
        Own("systemd.service", "");
        Own("launcher-settings.sh.scriban", TemplateSource.BuiltIn("launcher-settings.sh.scriban"));
        Own(".DS_Store", "");
        Assert.Equal([Path.Combine(paths.Templates, "systemd.service")], source.Strays());
    }

    [Fact]
    public void A_changed_template_takes_effect_immediately()
    {
        foreach (var text in new[] { "one", "two", "one" })
        {
            Own("systemd.timer.scriban", $"{TemplateSource.BuiltIn("systemd.timer.scriban")}# {text}\n");
            Assert.EndsWith($"# {text}\n", Rendered("systemd.timer.scriban"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_template_is_parsed_once_for_all_schedules()
    {
        const string name = "launcher-settings.sh.scriban";
        var file = Path.Combine(paths.Templates, name);
        var parses = 0;
        TemplateRenderer.Parsing += Count;
        try
        {
            Own(name, TemplateSource.BuiltIn(name));
            for (var i = 0; i < 20; i++)
                LauncherFile.Render(Definitions.One($"s{i}"), paths);
            Assert.Equal(1, parses);
            Own(name, TemplateSource.BuiltIn(name) + "# changed\n");
            LauncherFile.Render(Definitions.One(), paths);
            Assert.Equal(2, parses);
        }
        finally
        {
            TemplateRenderer.Parsing -= Count;
        }

        void Count(string origin) => parses += origin == file ? 1 : 0;
    }

    private void Own(string name, string text) => home.Write(Path.Combine(paths.Templates, name), text);

    private string Rendered(string template)
    {
        var definition = Definitions.One() with { At = "Mon 03:00", LabelPrefix = "se.jordbo" };
        return template switch
        {
            "systemd.service.scriban" => SystemdUnits.Render(definition, paths)[0].Content,
            "systemd.timer.scriban" => SystemdUnits.Render(definition, paths)[1].Content,
            "launchd.plist.scriban" => new LaunchAgent(definition, paths).Plist().Content,
            _ => LauncherFile.Render(definition, paths),
        };
    }
}

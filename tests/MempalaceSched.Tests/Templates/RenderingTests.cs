using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedulers.Systemd;
using MempalaceSched.Templates;
using MempalaceSched.Tests.Launcher;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Templates;

public class RenderingTests
{
    private static readonly StandardPaths Paths = new(Machine.With("/home/robin"));

    [Fact]
    public void A_launcher_contains_its_mark_and_its_command() =>
        Definitions.Any.Sample(
            definition =>
            {
                var text = LauncherFile.Render(definition, Paths);
                Assert.StartsWith("#!/bin/sh\n", text, StringComparison.Ordinal);
                Assert.Contains(OwnershipMarks.Launcher(definition.Name), text, StringComparison.Ordinal);
                Assert.Contains(
                    $"\nwith_command() {{ \"$@\" {string.Join(' ', definition.MineCommand.Words().Select(MempalaceSched.Platform.Shell.Quote))}; }}\n",
                    text,
                    StringComparison.Ordinal
                );
            },
            iter: 200
        );

    [Fact]
    public void Units_contain_the_settings_of_the_definition()
    {
        var definition = Definitions.One(source: MineSource.Gemini) with
        {
            CatchUp = false,
            Store = new SessionStore("/home/r%/[x]", "*/chats"),
        };
        var files = SystemdUnits.Render(definition, Paths);
        Assert.Equal(
            [
                "/home/robin/.config/systemd/user/mempalace-session.service",
                "/home/robin/.config/systemd/user/mempalace-session.timer",
            ],
            files.Select(file => file.Path)
        );
        Assert.All(files, file => Assert.Contains($"\n{file.Mark}", file.Content, StringComparison.Ordinal));
        // systemd would skip a run without a trace. The launcher writes it to the history.
        Assert.DoesNotContain("Condition", files[0].Content, StringComparison.Ordinal);
        Assert.Contains(
            "\nExecStart=/bin/sh \"/home/robin/.local/share/mempalace-sched/bin/mempalace-session\" --trigger scheduled\n",
            files[0].Content,
            StringComparison.Ordinal
        );
        Assert.Contains("\nTimeoutStartSec=29100s\n", files[0].Content, StringComparison.Ordinal);
        Assert.Contains("\nPersistent=false\n", files[1].Content, StringComparison.Ordinal);
        Assert.Contains("\nRandomizedDelaySec=1800s\n", files[1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_limit_there_is_no_timeout()
    {
        var service = SystemdUnits
            .Render(Definitions.One(source: MineSource.Custom) with { TimeLimit = TimeSpan.Zero }, Paths)[0]
            .Content;
        Assert.Contains("\nTimeoutStartSec=infinity\n", service, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_units_cannot_contain_is_rejected()
    {
        var paths = new StandardPaths(Machine.With("/home/a\tb"));
        var error = Assert.Throws<MempalaceException>(() => SystemdUnits.Render(Definitions.One(), paths));
        Assert.Equal("ValueNotRepresentable", error.Id);
        Assert.Contains("\\x09", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_in_a_template_is_an_error() =>
        Assert.ThrowsAny<Exception>(() =>
            TemplateRenderer.Render(
                "systemd.timer.scriban",
                new Dictionary<string, object?> { ["name"] = "x" },
                new TemplateSource("/nowhere")
            )
        );
}

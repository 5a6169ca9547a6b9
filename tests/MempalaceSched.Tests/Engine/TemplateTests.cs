using MempalaceSched.Templates;

namespace MempalaceSched.Tests.Engine;

public sealed class TemplateTests(EngineProcess engine) : IDisposable
{
    private const string Folder = "config/mempalace-sched/templates";

    private readonly Bed bed = new(engine);

    private string TimerFile => bed.Home["config/systemd/user/mempalace-session.timer"];

    public void Dispose() => bed.Dispose();

    [Fact]
    public void One_is_written_to_where_it_counts()
    {
        bed.Works("Export-MempalaceTemplate systemd.timer.scriban");
        Assert.Equal([bed.Home[$"{Folder}/systemd.timer.scriban"]], Directory.GetFiles(bed.Home[Folder]));
        Assert.Equal(
            TemplateSource.BuiltIn("systemd.timer.scriban"),
            File.ReadAllText(bed.Home[$"{Folder}/systemd.timer.scriban"])
        );
    }

    [Fact]
    public void All_go_where_one_wants_to_have_them()
    {
        var names = bed.Works("Export-MempalaceTemplate -OutputPath t -PassThru | ForEach-Object Name").Output;
        Assert.Equal(TemplateSource.Names, names);
        Assert.False(Directory.Exists(bed.Home[Folder]));
        bed.Home.Write("t/launcher-settings.sh.scriban", "changed");
        Assert.StartsWith(
            "FileExists,",
            Assert.Single(bed.Run("Export-MempalaceTemplate launcher* -OutputPath t").Errors).Id,
            StringComparison.Ordinal
        );
        bed.Works("Export-MempalaceTemplate launcher* -OutputPath t -Force");
        Assert.NotEqual("changed", File.ReadAllText(bed.Home["t/launcher-settings.sh.scriban"]));
    }

    [Fact]
    public void A_name_of_none_is_an_error() =>
        Assert.StartsWith(
            "TemplateNotFound,",
            Assert.Single(bed.Run("Export-MempalaceTemplate timer").Errors).Id,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_edited_one_is_drift_that_the_next_install_brings_in_and_an_export_has_too()
    {
        bed.Works("Install-MempalaceSchedule OpenCode; Export-MempalaceTemplate systemd.timer.scriban");
        Assert.Contains(
            "nothing is changed",
            string.Concat(bed.Works("Get-MempalaceSchedule | Install-MempalaceSchedule -Verbose").Verbose),
            StringComparison.Ordinal
        );
        Own(
            "systemd.timer.scriban",
            Read("systemd.timer.scriban").Replace("AccuracySec=1s", "AccuracySec=1min", StringComparison.Ordinal)
        );
        Assert.Contains(
            "+AccuracySec=1min",
            bed.Works("Get-MempalaceSchedule | Install-MempalaceSchedule -WhatIf").Host,
            StringComparison.Ordinal
        );
        bed.Works(
            "Get-MempalaceSchedule | Install-MempalaceSchedule; Export-MempalaceSchedule out -Scheduler Systemd -Source OpenCode -TargetHome /home/kim"
        );
        Assert.Contains("AccuracySec=1min", File.ReadAllText(TimerFile), StringComparison.Ordinal);
        Assert.Contains(
            "AccuracySec=1min",
            File.ReadAllText(bed.Home["out/systemd/mempalace-session.timer"]),
            StringComparison.Ordinal
        );

        File.Delete(bed.Home[$"{Folder}/systemd.timer.scriban"]);
        bed.Works("Get-MempalaceSchedule | Install-MempalaceSchedule");
        Assert.Contains("AccuracySec=1s", File.ReadAllText(TimerFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("launcher-settings.sh.scriban", "#!/bin/sh\n{{ palase }}\n")]
    [InlineData("launcher-settings.sh.scriban", "{{ end }}\n")]
    [InlineData("systemd.service.scriban", "[Service]\n")]
    public void With_a_faulty_one_nothing_is_written(string template, string text)
    {
        bed.Works("Install-MempalaceSchedule Pi");
        Own(template, text);
        var (before, calls) = (bed.Home.Listing(), bed.Calls.Length);
        foreach (
            var script in new[]
            {
                "Install-MempalaceSchedule OpenCode",
                "Set-MempalaceSchedule mempalace-pi-session -At 05:00",
                "Export-MempalaceSchedule out -Scheduler Systemd -Source OpenCode",
            }
        )
        {
            var error = Assert.Single(bed.Run(script).Errors);
            Assert.StartsWith("TemplateInvalid,", error.Id, StringComparison.Ordinal);
            Assert.Contains(bed.Home[$"{Folder}/{template}"], error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(calls, bed.Calls.Length);
        Assert.Equal(before, bed.Home.Listing());
    }

    [Fact]
    public void Schedules_can_be_shown_stopped_and_removed_whatever_the_templates_are()
    {
        bed.Works("Install-MempalaceSchedule Pi");
        Own("launcher-settings.sh.scriban", "{{ palase }}");
        bed.Works(
            "Get-MempalaceSchedule; Start-MempalaceMine mempalace-pi-session; Remove-MempalaceSchedule mempalace-pi-session"
        );
        Assert.Equal(
            [bed.Home[$"{Folder}/launcher-settings.sh.scriban"]],
            Directory.GetFiles(bed.Home["config"], "*", SearchOption.AllDirectories)
        );
    }

    [Theory]
    [InlineData("Install-MempalaceSchedule OpenCode")]
    [InlineData("Export-MempalaceSchedule out")]
    public void A_file_that_is_never_read_is_a_warning(string script)
    {
        Own("systemd.timer.scriban~", "");
        Assert.Single(
            bed.Works(script).Warnings,
            warning =>
                warning.StartsWith(
                    $"'{bed.Home[$"{Folder}/systemd.timer.scriban~"]}' is not used",
                    StringComparison.Ordinal
                )
        );
    }

    private void Own(string name, string text) => bed.Home.Write($"{Folder}/{name}", text);

    private string Read(string name) => File.ReadAllText(bed.Home[$"{Folder}/{name}"]);
}

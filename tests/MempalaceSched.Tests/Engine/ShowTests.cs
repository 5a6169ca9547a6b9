namespace MempalaceSched.Tests.Engine;

public sealed class ShowTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void It_writes_a_page_for_its_owner_alone_and_gives_the_file()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        bed.Home.Write(
            "state/mempalace-sched/mempalace-session/history.jsonl",
            """{"id":"20261101T030000Z-1","trigger":"scheduled","started":"2026-11-01T03:00:00Z","ended":"2026-11-01T03:01:05Z","duration":65,"exitCode":4,"outcome":"Failed","reason":"a <reason> & more","log":null}"""
                + "\n"
        );

        var response = bed.Works("Show-MempalaceSchedule | ForEach-Object FullName");

        var path = bed.Home["mempalace-schedules.html"];
        Assert.Equal([path], response.Output);
        Assert.Equal(["System.IO.FileInfo"], bed.Works("Show-MempalaceSchedule").Types);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var page = File.ReadAllText(path);
        foreach (
            var part in new[]
            {
                "mempalace-session",
                "mempalace-pi-session",
                "a &lt;reason&gt; &amp; more",
                "took 1 min 5 s",
                "2027-01-04T03:12:00+00:00",
            }
        )
            Assert.Contains(part, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_choose_what_is_in_it_and_a_folder_takes_it()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        Directory.CreateDirectory(bed.Home["reports"]);
        Assert.Equal(
            [bed.Home["reports/mempalace-schedules.html"]],
            bed.Works(
                "Get-MempalaceSchedule mempalace-pi* | Show-MempalaceSchedule -Path reports -Days 3 | ForEach-Object FullName"
            ).Output
        );
        var page = File.ReadAllText(bed.Home["reports/mempalace-schedules.html"]);
        Assert.Contains("The coming 3 days", page, StringComparison.Ordinal);
        Assert.Contains("mempalace-pi-session", page, StringComparison.Ordinal);
        Assert.DoesNotContain("mempalace-session", page, StringComparison.Ordinal);
        Assert.StartsWith(
            "ScheduleNotFound,",
            Assert.Single(bed.Run("Show-MempalaceSchedule nope -Path ~/other.html").Errors).Id,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_schedules_it_is_a_page_too()
    {
        bed.Works("Show-MempalaceSchedule -Path deep/er/none.html");
        Assert.Contains(
            "No schedule is installed.",
            File.ReadAllText(bed.Home["deep/er/none.html"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_no_report_is_replaced_by_Force_only_and_kept()
    {
        var other = bed.Home.Write("mine.html", "<p>mine</p>");
        var error = Assert.Single(bed.Run("Show-MempalaceSchedule -Path mine.html").Errors);
        Assert.Equal("ReportExists,MempalaceSched.Commands.ShowMempalaceScheduleCommand", error.Id);
        Assert.Equal("<p>mine</p>", File.ReadAllText(other));

        bed.Works("Show-MempalaceSchedule -Path mine.html -Force; Show-MempalaceSchedule -Path mine.html");

        Assert.Contains("Mempalace schedules", File.ReadAllText(other), StringComparison.Ordinal);
        Assert.Equal(
            "<p>mine</p>",
            File.ReadAllText(Assert.Single(Directory.GetFiles(bed.Home["state/mempalace-sched/backups"])))
        );
    }

    [Fact]
    public void A_style_or_page_of_ones_own_is_taken_and_the_mark_has_to_stay()
    {
        bed.Home.Write("config/mempalace-sched/templates/report.css", "body { color: rebeccapurple; }\n");
        bed.Works("Show-MempalaceSchedule");
        Assert.Contains(
            "rebeccapurple",
            File.ReadAllText(bed.Home["mempalace-schedules.html"]),
            StringComparison.Ordinal
        );

        bed.Home.Write(
            "config/mempalace-sched/templates/report.html.scriban",
            "{{ mark }}<p>{{ report.headline | html }}</p>"
        );
        bed.Works("Show-MempalaceSchedule");
        Assert.EndsWith(
            "<p>No schedule is installed.</p>",
            File.ReadAllText(bed.Home["mempalace-schedules.html"]),
            StringComparison.Ordinal
        );

        bed.Home.Write("config/mempalace-sched/templates/report.html.scriban", "<p>{{ report.headline | html }}</p>");
        Assert.StartsWith(
            "TemplateInvalid,",
            Assert.Single(bed.Run("Show-MempalaceSchedule -Path other.html").Errors).Id,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(bed.Home["other.html"]));
    }

    [Fact]
    public void WhatIf_writes_nothing_and_Days_has_bounds()
    {
        Assert.Contains(
            "mempalace-schedules.html",
            bed.Works("Show-MempalaceSchedule -WhatIf").Host,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(bed.Home["mempalace-schedules.html"]));
        foreach (var days in new[] { 0, 63 })
            Assert.NotNull(
                bed.Run($"Show-MempalaceSchedule -Days {days}").Ended
                    ?? bed.Run($"Show-MempalaceSchedule -Days {days}").Errors.Single()
            );
    }

    [Fact]
    public void Open_gives_it_to_the_opener_and_says_when_that_fails()
    {
        var path = bed.Home["it's a page.html"];
        bed.Home.Program("bin/xdg-open", $"#!/bin/sh\nprintf '%s' \"$1\" >'{bed.Home["opened"]}'\n");
        bed.Works("Show-MempalaceSchedule -Path \"it's a page.html\" -Open");
        Assert.Equal(path, File.ReadAllText(bed.Home["opened"]));

        bed.Home.Program("bin/xdg-open", "#!/bin/sh\nexit 3\n");
        var response = bed.Run("Show-MempalaceSchedule -Path \"it's a page.html\" -Open | ForEach-Object FullName");
        Assert.Equal([path], response.Output);
        Assert.StartsWith("ReportNotOpened,", Assert.Single(response.Errors).Id, StringComparison.Ordinal);
        Assert.Contains("exit code 3", response.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_opener_that_becomes_the_browser_is_not_waited_for()
    {
        bed.Home.Program("bin/xdg-open", $"#!/bin/sh\necho $$ >'{bed.Home["pid"]}'\nexec sleep 60\n");
        bed.Works("Show-MempalaceSchedule -Open");
        using var opener = System.Diagnostics.Process.GetProcessById(
            int.Parse(File.ReadAllText(bed.Home["pid"]), null)
        );
        Assert.False(opener.HasExited, "it was ended");
        opener.Kill();
    }
}

using System.Diagnostics;
using MempalaceSched.Calendars;
using MempalaceSched.Health;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Health;

public sealed class CheckTests
{
    private const long Mebibyte = 1 << 20,
        Gibibyte = 1 << 30;

    [Theory]
    [InlineData(99 * Mebibyte, 0, CheckStatus.Fail)]
    [InlineData(100 * Mebibyte, 0, CheckStatus.Warn)]
    [InlineData(Gibibyte - 1, 0, CheckStatus.Warn)]
    [InlineData(Gibibyte, 0, CheckStatus.Pass)]
    [InlineData(5 * Gibibyte, (5 * Gibibyte) + 1, CheckStatus.Warn)]
    [InlineData(5 * Gibibyte, 5 * Gibibyte, CheckStatus.Pass)]
    public void Disk_check_requires_one_GiB_plus_the_size_of_the_palace(long free, long size, CheckStatus status) =>
        Assert.Equal(status, DiskCheck.Judge(free, size).Status);

    [Theory]
    [InlineData("#!/bin/sh\n", "/bin/sh")]
    [InlineData("#! /opt/venv/bin/python -I\nimport x\n", "/opt/venv/bin/python")]
    [InlineData("#!/usr/bin/env python3\n", "python3")]
    [InlineData("#!/usr/bin/env -S A=1 node --flag\n", "node")]
    [InlineData("#!/bin/sh\r\n", "/bin/sh")]
    [InlineData("\u007fELF\u0002", null)]
    [InlineData("", null)]
    public void The_interpreter_comes_from_the_first_line(string text, string? interpreter)
    {
        using var folder = new TempFolder();
        Assert.Equal(interpreter, CommandCheck.Interpreter(folder.Program("program", text)));
    }

    [Theory]
    [InlineData("Sun 02:30", "Europe/Berlin", CheckStatus.Warn, "skips 2027-03-28 02:30")]
    [InlineData("02:00", "Europe/Berlin", CheckStatus.Warn, "skips 2027-03-28 02:00")]
    [InlineData("03:00", "Europe/Berlin", CheckStatus.Pass, "")]
    [InlineData("Mon 02:30", "Europe/Berlin", CheckStatus.Pass, "")]
    [InlineData("*-10-31 02:30", "Europe/Berlin", CheckStatus.Warn, "repeats 2027-10-31 02:30")]
    [InlineData("01:30", "America/New_York", CheckStatus.Warn, "repeats 2027-11-07 01:30")]
    [InlineData("01:30", "Europe/London", CheckStatus.Warn, "skips 2027-03-28 01:30")]
    [InlineData("00:30", "America/Havana", CheckStatus.Warn, "repeats 2027-11-07 00:30")]
    [InlineData("02:30", "UTC", CheckStatus.Pass, "")]
    [InlineData("02:30", "Asia/Tokyo", CheckStatus.Pass, "")]
    [InlineData("*:0/15", "Europe/Berlin", CheckStatus.Pass, "")]
    public void Only_a_calendar_within_a_clock_change_gets_a_warning(
        string at,
        string zone,
        CheckStatus status,
        string says
    )
    {
        var verdict = ClockChangeCheck.Judge(
            Recurrence.Parse(at),
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            new DateTime(2027, 1, 13)
        );
        Assert.Equal(status, verdict.Status);
        Assert.Contains(says, verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_folder_is_the_innermost_existing_one()
    {
        using var folder = new TempFolder();
        folder.Write("file", "");
        Assert.Equal(folder.Path, CheckSubject.NearestFolder(folder["a/b/c"]));
        Assert.Equal(folder.Path, CheckSubject.NearestFolder(folder["file"]));
        Assert.Equal(folder.Path, CheckSubject.NearestFolder(folder.Path));
        Assert.Equal("/", CheckSubject.NearestFolder("/no-such-folder/at-all"));
    }

    [Fact]
    public void Probe_results_are_checked_by_key_and_missing_ones_fail()
    {
        var definition = Definitions.One();
        var good = new Dictionary<string, string>
        {
            ["user"] = "robin",
            ["given_home"] = "/home/robin",
            ["home"] = "ok",
            ["command"] = "ok",
            ["mempalace"] = "/bin/mempalace",
            ["store"] = "ok",
            ["palace"] = "ok",
            ["state"] = "ok",
        };
        Assert.All(
            DeepCheck.Judge(definition, "systemd", good, 0.1),
            each => Assert.Equal(CheckStatus.Pass, each.Verdict.Status)
        );
        Assert.Contains(
            "0.1 s",
            DeepCheck.Judge(definition, "systemd", good, 0.1).First().Verdict.Detail,
            StringComparison.Ordinal
        );
        foreach (var key in new[] { "home", "command", "store", "palace", "state" })
        {
            var failed = DeepCheck
                .Judge(definition, "systemd", new Dictionary<string, string>(good) { [key] = "broken" }, 0.1)
                .Where(each => each.Verdict.Status == CheckStatus.Fail);
            Assert.Equal([key], failed.Select(each => each.Check));
        }
        Assert.Equal(
            CheckStatus.Warn,
            DeepCheck
                .Judge(definition, "systemd", new Dictionary<string, string>(good) { ["store"] = "missing" }, 0.1)
                .Single(each => each.Check == "store")
                .Verdict.Status
        );
    }

    [Fact]
    public void Every_check_has_a_unique_name() =>
        Assert.Equal(
            Checkup.All.Count,
            Checkup.All.Select(check => check.Name).Distinct(StringComparer.Ordinal).Count()
        );

    [Fact]
    public void Every_check_is_registered() =>
        Assert.Equal(
            typeof(ICheck)
                .Assembly.GetTypes()
                .Where(type => type.IsClass && typeof(ICheck).IsAssignableFrom(type))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
            Checkup.All.Select(check => check.GetType().Name).Order(StringComparer.Ordinal)
        );
}

using MempalaceSched.Import;
using MempalaceSched.Import.Cron;
using MempalaceSched.Import.Launchd;
using MempalaceSched.Import.Systemd;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Import;

/// <summary>Imports the recipes and common variants of them.</summary>
public class HandMadeTests
{
    [Theory]
    [InlineData("mempalace-session", "OpenCode: /home/robin/.local/bin/mempalace-session", "Mon 03:00")]
    [InlineData("mempalace-pi-session", "Pi: /home/robin/.local/bin/mempalace-pi-session", "Tue 03:00")]
    [InlineData(
        "mempalace-session-devbox",
        "OpenCode: mempalace-session | in opencode-devbox as developer by docker",
        "Mon 03:00"
    )]
    public void Handmade_units_are_read(string name, string command, string at)
    {
        var job = Read(name, [], []);
        Assert.Equal((command, at, name), (Spoken.Of(job.Command), job.At.ToString(), job.Name));
        Assert.Equal(
            (TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), true, true),
            (job.RandomDelay, job.TimeLimit, job.CatchUp, job.Enabled)
        );
    }

    [Theory]
    [InlineData("mempalace-session", "OpenCode: /home/robin/.local/bin/mempalace-session", "Mon 03:00")]
    [InlineData("mempalace-pi-session", "Pi: /home/robin/.local/bin/mempalace-pi-session", "Tue 03:00")]
    public void Handmade_agents_are_read(string name, string command, string at)
    {
        var job = new AgentJobReader(Machine.With("/home/robin")).Read(
            PlistReader.Read(HandMade.Text($"launchd/se.jordbo.{name}.plist")),
            enabled: true
        );
        Assert.Equal(
            (command, at, name, "se.jordbo"),
            (Spoken.Of(job.Command), job.At.ToString(), job.Name, job.LabelPrefix)
        );
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromHours(2), false), (job.RandomDelay, job.TimeLimit, job.CatchUp));
        Assert.StartsWith("/home/robin/.local/bin:/opt/homebrew/bin:", job.Variables["PATH"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mempalace-session", "OpenCode: /home/robin/.local/bin/mempalace-session", "Mon 03:00")]
    [InlineData("mempalace-pi-session", "Pi: /home/robin/.local/bin/mempalace-pi-session", "Tue 03:00")]
    [InlineData(
        "mempalace-session-devbox",
        "OpenCode: mempalace-session | in opencode-devbox as developer by docker",
        "Mon 03:00"
    )]
    public void Handmade_crontab_lines_are_read(string name, string command, string at)
    {
        var text = HandMade.Text($"cron/{name}.cron");
        var (_, raw, shown, settings) = Assert.Single(new ForeignLines(text).MempalaceEntries());
        var job = new CronJobReader(Machine.With("/home/robin")).Read(shown, settings);
        Assert.Equal((command, at, null), (Spoken.Of(job.Command), job.At.ToString(), job.Name));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, false), (job.RandomDelay, job.TimeLimit, job.CatchUp));
        var (left, taken) = new ForeignLines(text).Without([raw]);
        Assert.Equal(("", text), (left, string.Concat(taken)));
    }

    [Theory]
    [InlineData(
        "Environment=CONTAINER=my-box\nEnvironment=CONTAINER_USER=me",
        "OpenCode: mempalace-session | in my-box as me by docker"
    )]
    [InlineData(
        "ExecStart=\nExecStart=docker exec ${CONTAINER} sh -c 'mempalace-session --no-repair >>/tmp/x 2>&1'",
        "OpenCode: mempalace-session | NoRepair | in opencode-devbox as  by docker"
    )]
    [InlineData(
        "ExecCondition=\nExecCondition=/usr/bin/docker container inspect ${CONTAINER}",
        "OpenCode: mempalace-session | in opencode-devbox as developer by docker"
    )]
    [InlineData(
        "ExecCondition=/bin/sh -c 'docker ps | grep -q another'",
        "left alone: it tests another container than the one in which it runs"
    )]
    [InlineData(
        "Environment=DOCKER_HOST=ssh://there",
        "left alone: it selects another container engine with DOCKER_HOST"
    )]
    public void Drop_ins_of_a_container_recipe_apply(string dropIn, string expected) =>
        Assert.Equal(
            expected,
            Spoken.Of(() => Read("mempalace-session-devbox", [], [$"[Service]\n{dropIn}\n"]).Command)
        );

    [Theory]
    [InlineData(
        "ExecStart=\nExecStart=-/usr/bin/env MEMPALACE_PATH=%h/p mempalace-session --wing \"a b\"",
        "OpenCode: mempalace-session | wing a b | with MEMPALACE_PATH=/home/robin/p"
    )]
    [InlineData(
        "ExecStart=\nExecStart=/bin/bash -c 'exec $HOME/bin/mempalace-session --repair >>$HOME/mine.log 2>&1'",
        "OpenCode: /home/robin/bin/mempalace-session | Repair"
    )]
    [InlineData("ExecStart=/bin/true", "left alone: the service does not have exactly one ExecStart=")]
    [InlineData(
        "ExecStartPost=/usr/bin/curl https://example.org",
        "left alone: the service has ExecStartPost=/usr/bin/curl https://example.org"
    )]
    [InlineData(
        "ExecStart=\nExecStart=@/bin/sh sh -c mempalace-session",
        "left alone: a command of the service has the prefix '@'"
    )]
    [InlineData(
        "ExecStart=\nExecStart=/bin/mempalace-session ; /bin/true",
        "left alone: a command line of the service contains several commands"
    )]
    [InlineData("ExecStart=\nExecStart=/bin/mempalace-session %i", "left alone: the specifier %i is not supported")]
    [InlineData(
        "ExecStart=\nExecStart=/bin/mempalace-session --wing ${WING}",
        "left alone: the value of $WING is unknown"
    )]
    [InlineData("EnvironmentFile=-%h/env", "left alone: the service has EnvironmentFile=")]
    [InlineData("MemoryMax=1G", "left alone: the service has MemoryMax=")]
    [InlineData("Restart=on-failure", "left alone: the service has Restart=on-failure")]
    [InlineData("Type=notify", "left alone: the service has Type=notify")]
    [InlineData("WorkingDirectory=/srv", "left alone: its working directory is '/srv'")]
    [InlineData(
        "[Unit]\nConditionPathExists=/etc/mine",
        "left alone: it tests '/etc/mine', which is neither its program nor the store of its source"
    )]
    [InlineData("[Unit]\nConditionACPower=true", "left alone: the service has ConditionACPower=")]
    [InlineData(
        "[Unit]\nWants=network-online.target backup.service",
        "left alone: the service has Wants=backup.service"
    )]
    [InlineData("[Unit]\nOnFailure=mail.service", "left alone: the service has OnFailure=")]
    public void Drop_ins_of_a_service_apply(string dropIn, string expected) =>
        Assert.Equal(expected, Spoken.Of(() => Read("mempalace-session", [], [$"[Service]\n{dropIn}\n"]).Command));

    [Theory]
    [InlineData("OnCalendar=Thu 03:00", "Mon,Thu 03:00")]
    [InlineData("OnCalendar=\nOnCalendar=Mon-Fri *-*-* 4:5:00", "Mon..Fri 04:05")]
    [InlineData("OnCalendar=\nOnCalendar=weekly", "Mon 00:00")]
    [InlineData("OnCalendar=\nOnCalendar=*-*-01,15 3:00", "*-*-01,15 03:00")]
    public void Drop_ins_of_a_timer_apply(string dropIn, string at) =>
        Assert.Equal(at, Read("mempalace-session", [$"[Timer]\n{dropIn}\n"], []).At.ToString());

    [Theory]
    [InlineData("OnCalendar=Tue 04:00", "all of its times")]
    [InlineData("OnCalendar=", "no OnCalendar=")]
    [InlineData("OnCalendar=\nOnCalendar=Mon 03:00 Europe/Berlin", "time zone")]
    [InlineData("OnCalendar=\nOnCalendar=*-*~01 03:00", "'~'")]
    [InlineData("OnCalendar=\nOnCalendar=03:00:30", "seconds")]
    [InlineData("OnBootSec=15min", "OnBootSec=")]
    [InlineData("WakeSystem=true", "wakes the machine")]
    [InlineData("RandomizedDelaySec=soon", "is not a time span")]
    [InlineData("Persistent=perhaps", "is not a Boolean value")]
    public void A_timer_that_no_schedule_can_express_is_not_imported(string dropIn, string because) =>
        Assert.Contains(
            because,
            Spoken.Of(() => Read("mempalace-session", [$"[Timer]\n{dropIn}\n"], []).Command),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_line_gets_the_variables_set_above_it()
    {
        const string Text =
            "A='1 2'\nPATH = /x:/y\n0 3 * * 1 mempalace-session\nA=3\n\"B\"=\"\"\n@weekly\tmempalace-pi-session --wing $A\n";
        var jobs = new ForeignLines(Text)
            .MempalaceEntries()
            .Select(line => new CronJobReader(Machine.With("/home/robin")).Read(line.Shown, line.Settings))
            .ToList();
        Assert.Equal(
            ["A=1 2 PATH=/x:/y", "A=3 B= PATH=/x:/y"],
            jobs.Select(job =>
                string.Join(
                    ' ',
                    job.Variables.OrderBy(one => one.Key, StringComparer.Ordinal)
                        .Select(one => $"{one.Key}={one.Value}")
                )
            )
        );
        Assert.Equal(("Sun 00:00", "3"), (jobs[1].At.ToString(), jobs[1].Command.Wing));
    }

    [Theory]
    [InlineData("CRON_TZ=UTC\n0 3 * * 1 mempalace-session\n", "CRON_TZ")]
    [InlineData("RANDOM_DELAY=30\n0 3 * * 1 mempalace-session\n", "RANDOM_DELAY")]
    [InlineData("SHELL=/usr/bin/python3\n0 3 * * 1 mempalace-session\n", "SHELL")]
    [InlineData("HOME=/srv\n0 3 * * 1 mempalace-session\n", "HOME")]
    [InlineData("0 3 * * 1 mempalace-session --since %Y\n", "'%'")]
    [InlineData("0 3 * * 1 mempalace-session --wing a\\\\b\n", "differently")]
    [InlineData("0 3 * * mempalace-session\n", "not begin with five fields")]
    [InlineData("@reboot mempalace-session\n", "machine starts")]
    public void An_ambiguous_or_unsupported_line_is_not_imported(string text, string because)
    {
        var line = Assert.Single(new ForeignLines(text).MempalaceEntries());
        Assert.Contains(
            because,
            Spoken.Of(() => new CronJobReader(Machine.With("/home/robin")).Read(line.Shown, line.Settings).Command),
            StringComparison.Ordinal
        );
    }

    private static AdoptedJob Read(string name, string[] timerDropIns, string[] serviceDropIns) =>
        new TimerJobReader(Machine.With("/home/robin")).Read(
            name,
            new UnitFile([HandMade.Text($"systemd/{name}.timer"), .. timerDropIns]),
            new UnitFile([HandMade.Text($"systemd/{name}.service"), .. serviceDropIns]),
            $"{name}.service",
            enabled: true
        );
}

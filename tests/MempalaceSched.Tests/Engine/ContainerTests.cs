namespace MempalaceSched.Tests.Engine;

/// <summary>Schedules in a container, with a stand-in for docker.</summary>
public sealed class ContainerTests : IDisposable
{
    private const string Install = "Install-MempalaceSchedule OpenCode -Container opencode-devbox -ContainerUser coder";

    private readonly Bed bed;

    public ContainerTests(EngineProcess engine)
    {
        bed = new Bed(engine);
        bed.Home.Program(
            "bin/docker",
            File.ReadAllText(Path.Combine(Support.Repository.Root, "tests", "beds", "docker-standin.sh"))
        );
        bed.Home.Write("standin/containers/opencode-devbox", "running");
        bed.Home.Program("standin/inside/.local/bin/mempalace-session");
    }

    private string Inside => bed.Home["standin/inside"];

    public void Dispose() => bed.Dispose();

    [Fact]
    public void A_schedule_shows_its_target_and_what_was_found_inside()
    {
        bed.Home.Write("standin/inside/.mempalace/config.json", "{\"palace_path\": \"/srv/pal ace\"}");
        var response = bed.Works(
            $"{Install} | ForEach-Object {{ \"$($_.Name)|$($_.Target)|$($_.Container)|$($_.ContainerUser)|$($_.ContainerEngine)|$($_.Command)|$($_.Palace)|$($_.StorePath)\" }}"
        );
        Assert.Equal(
            [
                $"mempalace-session-devbox|opencode-devbox (coder)|opencode-devbox|coder|{bed.Home["bin/docker"]}|mempalace-session|/srv/pal ace|{Inside}/.local/share/opencode/opencode.db",
            ],
            response.Output
        );
        Assert.Contains(
            bed.Calls,
            call => call.StartsWith("docker exec -u coder opencode-devbox /bin/sh -c ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Systemd_gets_no_condition_on_a_path_that_is_inside()
    {
        bed.Works(Install);
        Assert.DoesNotContain(
            "Condition",
            File.ReadAllText(bed.Home["config/systemd/user/mempalace-session-devbox.service"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Host_and_container_stand_side_by_side_and_pipe_back()
    {
        bed.Works($"Install-MempalaceSchedule OpenCode; {Install} -Palace '~/palace'");
        var before = Enabled();
        Assert.Equal(
            ["mempalace-session Host", "mempalace-session-devbox opencode-devbox (coder)"],
            bed.Works(
                "Get-MempalaceSchedule | Install-MempalaceSchedule | ForEach-Object { \"$($_.Name) $($_.Target)\" }"
            ).Output
        );
        Assert.Equal(before, Enabled());

        int Enabled() => bed.Calls.Count(call => call.Contains(" enable ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("opencode-devbox", "exited", "does not run (exited)")]
    [InlineData("opencode-devbox", "paused", "does not run (paused)")]
    [InlineData("opencode-dev", "running", "There is no container 'opencode-devbox' yet")]
    public void A_container_that_cannot_be_looked_into_is_a_warning(string name, string state, string warning)
    {
        File.Delete(bed.Home["standin/containers/opencode-devbox"]);
        bed.Home.Write($"standin/containers/{name}", state);
        var response = bed.Works($"{Install} | ForEach-Object {{ \"$($_.Palace) $($_.StorePath)\" }}");
        Assert.Equal(["~/.mempalace/palace ~/.local/share/opencode/opencode.db"], response.Output);
        Assert.Contains(response.Warnings, line => line.Contains(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_look_has_shown_is_kept_while_the_container_is_stopped()
    {
        bed.Works(Install);
        var definition = File.ReadAllText(bed.Home["config/mempalace-sched/mempalace-session-devbox.json"]);
        bed.Home.Write("standin/containers/opencode-devbox", "exited");
        Assert.Contains(
            "nothing is changed",
            string.Join('\n', bed.Works($"{Install} -Verbose").Verbose),
            StringComparison.Ordinal
        );
        bed.Works("Set-MempalaceSchedule mempalace-session-devbox -At daily");
        Assert.Equal(
            definition.Replace("Mon 03:00", "daily", StringComparison.Ordinal).Split("\"at\"")[1].Split('\n')[1..],
            File.ReadAllText(bed.Home["config/mempalace-sched/mempalace-session-devbox.json"])
                .Split("\"at\"")[1]
                .Split('\n')[1..]
        );
    }

    [Theory]
    [InlineData(
        "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
        "usermod -aG"
    )]
    [InlineData(
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "Start it"
    )]
    public void An_engine_that_gives_no_answer_is_an_error_and_nothing_is_written(string words, string wayOut)
    {
        bed.Home.Write("standin/fail-docker", words);
        var error = Assert.Single(bed.Run(Install).Errors);
        Assert.StartsWith("EngineUnavailable,", error.Id, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, error.Advice, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bed.Home["config/mempalace-sched"]));
    }

    [Fact]
    public void A_command_that_is_not_inside_is_an_error_with_the_way_to_install_it()
    {
        File.Delete(bed.Home["standin/inside/.local/bin/mempalace-session"]);
        var error = Assert.Single(bed.Run(Install).Errors);
        Assert.StartsWith("CommandNotFound,", error.Id, StringComparison.Ordinal);
        Assert.Contains("in the container opencode-devbox (coder)", error.Message, StringComparison.Ordinal);
        Assert.Contains("install.sh --yes", error.Advice, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bed.Home["config/mempalace-sched"]));
    }

    [Fact]
    public void No_engine_on_the_machine_is_an_error_and_a_plan_nevertheless()
    {
        File.Delete(bed.Home["bin/docker"]);
        Assert.StartsWith(
            "CommandNotFound,",
            Assert.Single(bed.Run($"{Install} -ContainerEngine nerdctl").Errors).Id,
            StringComparison.Ordinal
        );
        var response = bed.Works($"{Install} -ContainerEngine nerdctl -WhatIf");
        Assert.Contains("mempalace-session-devbox.timer", response.Host, StringComparison.Ordinal);
        Assert.Contains(
            response.Warnings,
            line =>
                line.Contains("nerdctl", StringComparison.Ordinal)
                && line.Contains("only the plan", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_the_engine_goes_by_is_taken_along_for_the_engine_alone()
    {
        var environment = bed.Environment;
        environment["DOCKER_HOST"] = "ssh://robin@far a'b";
        environment["CONTAINER_HOST"] = "unix:///x";
        Assert.Empty(bed.Run(Install, environment: environment).Errors);
        var launcher = File.ReadAllText(bed.Home["data/mempalace-sched/bin/mempalace-session-devbox"]);
        var (engine, inside) = (launcher.Split("feed_inside()")[0], launcher.Split("feed_inside()")[1]);
        Assert.Contains("""DOCKER_HOST='ssh://robin@far a'\''b'""", engine, StringComparison.Ordinal);
        Assert.Contains("CONTAINER_HOST='unix:///x'", engine, StringComparison.Ordinal);
        Assert.DoesNotContain("ssh://robin", inside, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_moves_a_schedule_into_a_container_and_back()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        Assert.Equal(
            [$"opencode-devbox mempalace-session {Inside}/.mempalace/palace"],
            bed.Works(
                "Set-MempalaceSchedule mempalace-session -Container opencode-devbox -PassThru | ForEach-Object { \"$($_.Target) $($_.Command) $($_.Palace)\" }"
            ).Output
        );
        Assert.Equal(
            [$"Host {bed.Home["bin/mempalace-session"]} {bed.Home[".mempalace/palace"]}"],
            bed.Works(
                "Set-MempalaceSchedule mempalace-session -Container '' -PassThru | ForEach-Object { \"$($_.Target) $($_.Command) $($_.Palace)\" }"
            ).Output
        );
    }

    [Fact]
    public void It_is_healthy_without_the_command_on_this_machine_and_not_without_its_engine()
    {
        bed.Works(
            $"{Install} -Name in-box; Install-MempalaceSchedule Custom -Name own -Command mine -Container opencode-devbox -WhatIf"
        );
        Assert.DoesNotContain("CommandGone", bed.Works("Get-MempalaceSchedule in-box | ForEach-Object Health").Output);
        File.Delete(bed.Home["bin/docker"]);
        Assert.Equal(["CommandGone"], bed.Works("Get-MempalaceSchedule in-box | ForEach-Object Health").Output);
    }

    [Theory]
    [InlineData("running", "Pass", "runs, and '")]
    [InlineData("paused", "Warn", "does not run (paused)")]
    public void The_doctor_looks_into_the_container_and_not_at_this_machine(string state, string status, string detail)
    {
        bed.Works(Install);
        bed.Home.Write("standin/containers/opencode-devbox", state);
        var results = bed.Works(
            "Test-MempalaceSchedule mempalace-session-devbox | ForEach-Object { \"$($_.Check)|$($_.Status)|$($_.Detail)\" }"
        ).Output;
        Assert.Contains(
            results,
            line =>
                line.StartsWith($"container|{status}|", StringComparison.Ordinal)
                && line.Contains(detail, StringComparison.Ordinal)
        );
        foreach (var check in new[] { "command", "mempalace", "store", "palace", "disk" })
            Assert.Contains($"{check}|Skip|That is in the container opencode-devbox (coder).", results);
    }
}

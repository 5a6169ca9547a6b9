using MempalaceSched.SystemTests.Containers;
using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class ContainerScenario() : Scenario("Container", Options), IDisposable
{
    private static readonly TemporaryFolder Folder = new();

    public void Dispose() => Folder.Dispose();

    private static BedOptions Options()
    {
        Requires.Tool("docker", "docker.io");
        Requires.That(
            File.Exists("/usr/sbin/dockerd"),
            "there is no /usr/sbin/dockerd: install the package 'docker.io'."
        );
        return new BedOptions
        {
            Files = new Dictionary<string, string> { [ClockShift.Build(Folder)] = ClockShift.InBed },
            ManagerDropIn = ClockShift.DropIn,
            Seed = "usermod -aG docker bedtest",
            SecondsAtMost = 150,
            // The scenario has no permission to stop the engine. It creates a file to request this.
            Around =
            [
                "docker-bed.sh",
                "-t",
                "200",
                "--",
                "/bin/bash",
                "-c",
                """
                    work=${DOCKER_CONFIG%/*}
                    mkdir -m 777 "$work/requests"
                    (
                        until [ -e "$work/requests/stop" ]; do sleep 0.2; [ -d "$work" ] || exit; done
                        engine=$(cat "$work/dockerd.pid")
                        kill "$engine"
                        while [ -S "$work/docker.sock" ]; do sleep 0.1; done
                        rm "$work/requests/stop"
                    ) &
                    exec "$0" -w "$work" -E "DOCKER_HOST=$DOCKER_HOST" -E "DOCKER_CONFIG=$DOCKER_CONFIG" -E "DEVBOX_NAME=$DEVBOX_NAME" -E "ENGINE_REQUESTS=$work/requests" "$@"
                    """,
            ],
            OuterVariables = new Dictionary<string, string> { ["BUSYBOX"] = EngineBed.StaticBusybox() },
        };
    }
}

/// <summary>Tests runs in a real container that a real systemd starts.</summary>
public sealed class ContainerTests(ContainerScenario scenario) : IClassFixture<ContainerScenario>
{
    private const string Box = "opencode-devbox";

    private Report Report => scenario.Report;

    private bool Came(string key) => Report[key].GetBoolean();

    private (string Outcome, string Reason) Run(string key) =>
        (Text(Report.Call(key).Only, "Outcome"), Text(Report.Call(key).Only, "Reason"));

    private (string Outcome, string Reason) Line(string key) =>
        (Text(Report.Runs(key)[0], "outcome"), Text(Report.Runs(key)[0], "reason"));

    [Fact]
    public void Install_fails_if_the_command_is_missing_in_the_container()
    {
        Report.Call("missing").FailedWith("CommandNotFound");
        Assert.Contains("install.sh --yes", Report.Call("missing").WaysOut[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Host_and_container_schedules_exist_side_by_side()
    {
        Assert.Equal("Waiting", Text(Report.Call("install").Only, "State"));
        Assert.Equal(
            [
                $"mempalace-session Host /home/bedtest/.mempalace/palace",
                $"mempalace-session-devbox {Box} (coder) /home/coder/.config/mempalace/palace",
            ],
            Report.Lines("both")
        );
    }

    [Fact]
    public void The_timer_starts_a_run_as_the_user_in_the_container()
    {
        Assert.True(Came("fired.came"));
        var run = Assert.Single(Report.Runs("fired.runs"));
        Assert.Equal(
            ("scheduled", "Succeeded", "5"),
            (Text(run, "trigger"), Text(run, "outcome"), Text(run, "drawersFiled"))
        );
        Assert.StartsWith("coder\n", Report.Text("fired.log"), StringComparison.Ordinal);
        Assert.Equal(("Succeeded", ""), Run("hand"));
    }

    [Fact]
    public void A_run_is_skipped_if_the_container_is_not_running()
    {
        Assert.Equal(("Skipped", $"the container {Box} is paused"), Run("pause.run"));
        Assert.Equal(("Skipped", $"the container {Box} is stopped (exited)"), Run("stop.run"));
        Assert.Equal(("Skipped", $"there is no container {Box}"), Run("gone.run"));
        Assert.Equal(
            ("success", "inactive"),
            (Text(Report["stop.unit"], "Result"), Text(Report["stop.unit"], "State"))
        );
        Assert.Equal(
            [$"mempalace-session-devbox: Skipped: the container {Box} is stopped (exited)"],
            Report.Lines("stop.journal")
        );
    }

    [Fact]
    public void The_time_limit_leaves_no_process_in_the_container()
    {
        Assert.Equal(("TimedOut", "over its limit of 2 s"), Run("limit"));
        Assert.Empty(Report.Lines("limit.left"));
    }

    [Fact]
    public void Schedules_with_the_same_palace_exclude_each_other()
    {
        Assert.True(Came("two.started"));
        Assert.Equal("Busy", Run("two.other").Outcome);
        Assert.Matches(
            @"^the palace /home/coder/\.config/mempalace/palace is held by mempalace-session-devbox \(PID \d+\) in the container$",
            Run("two.other").Reason
        );
        Assert.Equal("Succeeded", Run("two.after").Outcome);
    }

    [Fact]
    public void Stopping_the_unit_ends_the_run_in_the_container()
    {
        Assert.Equal(("Interrupted", "stopped"), Line("stopped.history"));
        Assert.Empty(Report.Lines("stopped.left"));
    }

    [Fact]
    public void A_killed_launcher_leaves_no_process_in_the_container()
    {
        Assert.True(Came("killed.started") && Came("killed.ended"));
        Assert.Empty(Report.Lines("killed.left"));
    }

    [Fact]
    public void A_container_that_is_stopped_in_the_middle_interrupts_the_run()
    {
        Assert.True(Came("middle.started") && Came("middle.ended"));
        Assert.Equal(
            ("Interrupted", $"the container {Box} was stopped in the middle (exited)"),
            Line("middle.history")
        );
    }

    [Fact]
    public void A_stopped_engine_fails_the_run_with_its_error_message()
    {
        Assert.True(Came("engine.stopped"));
        Assert.Equal("Failed", Run("engine.run").Outcome);
        Assert.Contains(
            "Cannot connect to the Docker daemon at unix://",
            Run("engine.run").Reason,
            StringComparison.Ordinal
        );
        Report.Call("engine.install").FailedWith("EngineUnavailable");
    }
}

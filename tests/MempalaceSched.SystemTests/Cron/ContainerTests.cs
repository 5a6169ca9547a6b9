using System.Text.Json;
using MempalaceSched.SystemTests.Containers;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class ContainerScenario()
    : CronScenario(() =>
    {
        Requires.Tool("docker", "docker.io");
        Requires.That(
            File.Exists("/usr/sbin/dockerd"),
            "there is no /usr/sbin/dockerd: install the package 'docker.io'."
        );
        return CronBed.Run(
            "container",
            start: "2027-01-04 02:59:57",
            onRequest: true,
            around: ["docker-bed.sh", "-g", "root", "-t", "260"],
            ("BUSYBOX", EngineBed.StaticBusybox())
        );
    });

/// <summary>A run in a real container, started by a real cron.</summary>
public sealed class ContainerTests(ContainerScenario scenario) : IClassFixture<ContainerScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void A_user_without_access_to_the_engine_is_told_which_group_to_join()
    {
        var message = Facts.Failed("denied", "EngineUnavailable");
        Assert.Contains(
            "permission denied while trying to connect to the Docker daemon socket",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains("usermod -aG root ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cron_starts_a_run_inside_the_container_as_its_user()
    {
        Assert.Equal("opencode-devbox (coder)", Facts.Only("installed").GetProperty("Target").GetString());
        var run = Assert.Single(Facts.Runs("history"));
        Assert.Equal(
            ("scheduled", "Succeeded", 4),
            (Text(run, "trigger"), Text(run, "outcome"), run.GetProperty("drawersFiled").GetInt32())
        );
        Assert.Equal("as coder in /home/coder with no engine\nDrawers filed: 4\n", Facts.Text("log"));
        Assert.Contains("(robin) CMD", Facts.Text("syslog"), StringComparison.Ordinal);
        Assert.DoesNotContain("DOCKER", Facts.Text("crontab"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_container_is_a_skipped_run_with_one_line_of_output()
    {
        Assert.Equal("0", Facts.Text("stopped.code").Trim());
        Assert.Equal(
            "mempalace-session-devbox: Skipped: the container opencode-devbox is stopped (exited)\n",
            Facts.Text("stopped")
        );
        Assert.Equal("Skipped", Facts.Only("listed").GetProperty("LastOutcome").GetString());
    }

    private static string Text(JsonElement item, string property) => item.GetProperty(property).ToString();
}

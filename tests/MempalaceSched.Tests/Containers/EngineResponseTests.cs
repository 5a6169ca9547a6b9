using MempalaceSched.Containers;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Tests.Containers;

/// <summary>Uses recorded output of Docker clients 20.10 and 28.2 with engine 20.10, and of Podman 4.3.</summary>
public sealed class EngineResponseTests
{
    private const string NoDaemon =
        "Cannot connect to the Docker daemon at unix:///tmp/nowhere.sock. Is the docker daemon running?";
    private const string NoContext = "unable to resolve docker endpoint: context \"none\" does not exist";

    private const string Denied =
        "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: "
        + "Get \"http://%2Fvar%2Frun%2Fdocker.sock/v1.24/containers/devbox/json\": dial unix /var/run/docker.sock: connect: permission denied";

    private const string DeniedBySsh =
        "error during connect: Get \"http://docker.example.com/v1.50/containers/devbox/json\": command [ssh -o ConnectTimeout=30 -T -l robin -- far "
        + "docker system dial-stdio] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=robin@far: Permission denied (publickey).";

    private const string NoPodman = """
        Cannot connect to Podman. Please verify your connection to the Linux system using `podman system connection list`, or try `podman machine init` and `podman machine start` to manage a new Linux VM
        Error: unable to connect to Podman socket: Get "http://d/v4.3.1/libpod/_ping": dial unix /tmp/nowhere.sock: connect: no such file or directory
        """;

    [Theory]
    [InlineData("/devbox running 2026-11-24T22:42:00.281555657Z\n", "running")]
    [InlineData("/devbox exited 2026-11-24T22:42:00.281555657Z\n", "exited")]
    [InlineData("devbox running 2026-11-24 22:42:14.46950167 +0000 UTC\n", "running")]
    [InlineData("devbox paused 2026-11-24 22:42:14.46950167 +0000 UTC\n", "paused")]
    [InlineData("/another running 2026-11-24T22:42:00.281555657Z\n", null)] // its ID starts with "devbox"
    public void The_state_belongs_to_the_named_container(string output, string? state) =>
        Assert.Equal(state, EngineResponse.State("devbox", "docker", new ProcessResult(0, output, ""), "docker"));

    [Theory]
    [InlineData(1, "Error: No such container: devbox")]
    [InlineData(1, "Error response from daemon: No such container: devbox")]
    [InlineData(125, "Error: inspecting object: no such container devbox")]
    public void An_unknown_container_has_no_state(int code, string error) =>
        Assert.Null(EngineResponse.State("devbox", "docker", new ProcessResult(code, "", error + "\n"), "docker"));

    [Theory]
    [InlineData(1, Denied, "sudo usermod -aG engineers ")]
    [InlineData(1, NoDaemon, "Start the container engine")]
    [InlineData(1, DeniedBySsh, "DOCKER_HOST")]
    [InlineData(125, NoPodman, "podman machine start")]
    [InlineData(1, NoContext, "docker ps` and correct")]
    public void Any_other_engine_error_is_reported_with_a_recommendation(int code, string error, string wayOut)
    {
        var fault = Assert.Throws<MempalaceException>(() =>
            EngineResponse.State("devbox", "/usr/bin/docker", new ProcessResult(code, "", error + "\n"), "engineers")
        );
        Assert.Equal(("EngineUnavailable", ErrorKind.Unavailable), (fault.Id, fault.Kind));
        Assert.Contains(error.Split('\n')[0], fault.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, fault.Recommendation, StringComparison.Ordinal);
    }
}

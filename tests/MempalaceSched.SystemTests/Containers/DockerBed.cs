using Xunit;

[assembly: AssemblyFixture(typeof(MempalaceSched.SystemTests.Containers.DockerBed))]
[assembly: AssemblyFixture(typeof(MempalaceSched.SystemTests.Containers.PodmanBed))]

namespace MempalaceSched.SystemTests.Containers;

/// <summary>A real Docker engine (tests/beds/docker-bed.sh).</summary>
public sealed class DockerBed : EngineBed
{
    private protected override string[] Bed => ["docker-bed.sh", "-g", "root"];

    private protected override string[] BedVariables => ["DOCKER_HOST", "DOCKER_CONFIG"];

    private protected override void RequirePackages()
    {
        Requires.Tool("docker", "docker.io");
        Requires.That(
            File.Exists("/usr/sbin/dockerd"),
            "there is no /usr/sbin/dockerd: install the package 'docker.io'."
        );
    }

    private protected override string ClientOf(IReadOnlyDictionary<string, string> variables) =>
        Requires.Tool("docker", "docker.io");
}

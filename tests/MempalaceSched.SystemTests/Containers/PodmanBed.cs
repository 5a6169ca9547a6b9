namespace MempalaceSched.SystemTests.Containers;

/// <summary>A real podman (tests/beds/podman-bed.sh).</summary>
public sealed class PodmanBed : EngineBed
{
    private protected override string[] Bed => ["podman-bed.sh"];

    private protected override string[] BedVariables => ["PODMAN"];

    private protected override string[] RunOptions => ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"];

    private protected override void RequirePackages()
    {
        Requires.Tool("podman", "podman");
        Requires.That(File.Exists("/usr/sbin/runc"), "there is no /usr/sbin/runc: install the package 'runc'.");
    }

    private protected override string ClientOf(IReadOnlyDictionary<string, string> variables) => variables["PODMAN"];
}

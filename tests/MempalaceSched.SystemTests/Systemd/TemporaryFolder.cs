namespace MempalaceSched.SystemTests.Systemd;

/// <summary>A temporary folder that is deleted on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mempalace-sched-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

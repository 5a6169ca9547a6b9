using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Runs;

public sealed class RunMarkerTests : IDisposable
{
    private readonly TempFolder home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void The_marker_of_a_live_launcher_is_read_as_a_run()
    {
        var marker = Read(Marker(Environment.ProcessId, DateTimeOffset.UtcNow))!;
        Assert.Equal(("run-1", Environment.ProcessId), (marker.Id, marker.Pid));
    }

    [Fact]
    public void A_later_process_with_the_same_ID_is_not_the_launcher() =>
        Assert.Null(Read(Marker(Environment.ProcessId, DateTimeOffset.UtcNow.AddDays(-30))));

    [Fact]
    public void The_marker_of_an_ended_launcher_is_ignored() =>
        Assert.Null(Read(Marker(4_194_304 + 1, DateTimeOffset.UtcNow)));

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":\"run-1\",\"star")]
    [InlineData("null")]
    [InlineData("[]")]
    public void An_invalid_marker_is_ignored(string text) => Assert.Null(Read(text));

    [Fact]
    public void A_marker_without_an_ID_is_ignored() =>
        Assert.Null(
            Read(Marker(Environment.ProcessId, DateTimeOffset.UtcNow).Replace("run-1", "", StringComparison.Ordinal))
        );

    [Fact]
    public void A_missing_marker_means_no_run() =>
        Assert.Null(RunMarker.Read(new StandardPaths(Machine.With(home.Path)), "s"));

    private RunMarker? Read(string text)
    {
        home.Write(".local/state/mempalace-sched/s/running", text);
        return RunMarker.Read(new StandardPaths(Machine.With(home.Path)), "s");
    }

    private static string Marker(int pid, DateTimeOffset started) =>
        $$"""{"id":"run-1","trigger":"manual","started":"{{started:yyyy-MM-dd'T'HH:mm:ss'Z'}}","log":"run-1.log","pid":{{pid}}}"""
        + "\n";
}

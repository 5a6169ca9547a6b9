using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

public sealed class ReleaseTests : IDisposable
{
    private readonly TempFolder home = new();

    private HostEnvironment Robin => Machine.With(home.Path, ("PATH", home["bin"]));

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("mempalace 3.3.4\n", "3.3.4", "3.3.4")]
    [InlineData("mempalace 3.7.1+oc.1", "3.7.1+oc.1", "3.7.1")]
    [InlineData("mempalace 3.10.0rc1", "3.10.0rc1", "3.10.0")]
    [InlineData("a warning first\nmempalace 3.12.0\r\n", "3.12.0", "3.12.0")]
    [InlineData("3.6", "3.6", "3.6.0")]
    public void A_release_is_read_from_its_output(string output, string text, string number)
    {
        var release = MempalaceRelease.Parse(output)!;
        Assert.Equal((text, number), (release.Text, release.Number.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("mempalace")]
    [InlineData("Python 3.11.2")]
    [InlineData("usage: mempalace [-h]")]
    public void Other_output_is_no_release(string? output) => Assert.Null(MempalaceRelease.Parse(output));

    [Fact]
    public void Releases_are_compared_by_number() =>
        Assert.True(MempalaceRelease.Parse("3.10.0")!.IsAtLeast(MempalaceRelease.Parse("3.9.9")!.Number));

    [Fact]
    public async Task The_command_or_the_mempalace_on_PATH_is_asked_once()
    {
        var own = home.Program("own/mempalace");
        var onPath = home.Program("bin/mempalace");
        var processes = new RecordedProcesses(_ => new ProcessResult(0, "mempalace 3.6.0\n", ""));
        var query = new ReleaseQuery(processes);
        foreach (var command in new[] { own, own, home["bin/mempalace-session"], "mempalace", null })
            Assert.Equal("3.6.0", (await query.AskAsync(command, Robin, CancellationToken.None))?.Text);
        Assert.Equal([$"{own} --version", $"{onPath} --version"], processes.Commands);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_or_does_not_answer_has_an_unknown_release()
    {
        var silent = new ReleaseQuery(
            new RecordedProcesses(command => throw Error.ProgramTimedOut("x", TimeSpan.Zero))
        );
        Assert.Null(await silent.AskAsync(null, Robin, CancellationToken.None));
        home.Program("bin/mempalace");
        Assert.Null(await silent.AskAsync(null, Robin, CancellationToken.None));
        var failing = new ReleaseQuery(new RecordedProcesses(_ => new ProcessResult(1, "mempalace 3.6.0", "")));
        Assert.Null(await failing.AskAsync(null, Robin, CancellationToken.None));
        var other = Robin with { IsOtherMachine = true };
        Assert.Null(await new ReleaseQuery(new RecordedProcesses()).AskAsync(null, other, CancellationToken.None));
    }
}

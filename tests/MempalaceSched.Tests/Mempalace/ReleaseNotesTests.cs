using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using Xunit;

namespace MempalaceSched.Tests.Mempalace;

public sealed class ReleaseNotesTests
{
    [Theory]
    [InlineData("3.3")]
    [InlineData("3.3.4")]
    [InlineData("3.3.6")]
    [InlineData("3.3.6.1")]
    public void A_release_that_never_reads_grown_sessions_again_has_a_warning(string release)
    {
        var warning = Assert.Single(ReleaseNotes.WarningsFor(Version.Parse(release)));

        Assert.Contains("never mined", warning, StringComparison.Ordinal);
        Assert.Contains("3.6.0", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.4.0")]
    [InlineData("3.6.0")]
    [InlineData("3.12.0")]
    [InlineData(null)]
    public void Later_and_unknown_releases_have_none(string? release) =>
        Assert.Empty(ReleaseNotes.WarningsFor(release is null ? null : Version.Parse(release)));

    [Fact]
    public void The_launcher_multiplies_the_time_limit_by_the_same_factor() =>
        Assert.Contains(
            $"\nupgrade_factor={ReleaseNotes.TimeLimitFactor}\n",
            LauncherProgram.Part("upgrades.sh"),
            StringComparison.Ordinal
        );
}

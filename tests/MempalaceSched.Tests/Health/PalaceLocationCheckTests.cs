using MempalaceSched.Health;
using MempalaceSched.Mempalace;

namespace MempalaceSched.Tests.Health;

public sealed class PalaceLocationCheckTests
{
    private static readonly MempalaceRelease Release = MempalaceRelease.Parse("3.10.0")!;

    [Fact]
    public void The_same_palace_passes() =>
        Assert.Equal(CheckStatus.Pass, Judge("/a", "default", new("/a", "default")).Status);

    [Fact]
    public void Another_palace_is_a_warning_with_both_paths_and_the_command()
    {
        var verdict = Judge("/a", "default", new("/it's b", "MEMPALACE_CONFIG_DIR"));
        Assert.Equal(CheckStatus.Warn, verdict.Status);
        Assert.Contains("'/a'", verdict.Detail, StringComparison.Ordinal);
        Assert.Contains(
            "mempalace 3.10.0 would now use '/it's b' (MEMPALACE_CONFIG_DIR)",
            verdict.Detail,
            StringComparison.Ordinal
        );
        Assert.EndsWith("Set-MempalaceSchedule mine -Palace auto", verdict.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("unknown")]
    public void A_palace_that_may_have_been_specified_can_be_kept(string? from)
    {
        var fix = Judge("/it's a", from, new("/b", "default")).Fix;
        Assert.Contains("Set-MempalaceSchedule mine -Palace auto. ", fix, StringComparison.Ordinal);
        Assert.EndsWith("Set-MempalaceSchedule mine -Palace '/it''s a'", fix, StringComparison.Ordinal);
    }

    private static Verdict Judge(string palace, string? from, ResolvedPalace now) =>
        PalaceLocationCheck.Judge("mine", palace, from, now, Release);
}

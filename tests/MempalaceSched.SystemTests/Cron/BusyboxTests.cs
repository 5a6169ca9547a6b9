using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class BusyboxScenario() : CronScenario(() => CronBed.Run("busybox", variables: ("BUSYBOX", Busybox())))
{
    /// <summary>
    /// A busybox with crontab: the static one of Debian has it, the ordinary one has not. BUSYBOX names one that lies
    /// elsewhere.
    /// </summary>
    private static string Busybox()
    {
        var path = Environment.GetEnvironmentVariable("BUSYBOX") is { Length: > 0 } own
            ? own
            : Requires.Tool("busybox", "busybox-static");
        using var process = Process.Start(new ProcessStartInfo(path, ["--list"]) { RedirectStandardOutput = true })!;
        Requires.That(
            process.StandardOutput.ReadToEnd().Split('\n').Contains("crontab"),
            $"{path} has no crontab: unpack the package 'busybox-static' and let BUSYBOX name its program."
        );
        return path;
    }
}

/// <summary>busybox's crontab: no @reboot, no final line break needed, other words for "there is none".</summary>
public sealed class BusyboxTests(BusyboxScenario scenario) : IClassFixture<BusyboxScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void It_says_that_there_is_none_in_the_recorded_words()
    {
        Assert.Equal("1", Facts.Text("none.code").Trim());
        Assert.Equal("crontab: can't open 'robin': No such file or directory\n", Facts.Messages("none"));
    }

    [Fact]
    public void The_block_has_no_line_for_reboots_which_busybox_does_not_know()
    {
        _ = Facts.Only("installed");
        Assert.Equal(3, Facts.Lines("crontab").Length);
        Assert.DoesNotContain("@reboot", Facts.Text("crontab"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_removal_takes_the_crontab_away()
    {
        Assert.Empty(Facts.Objects("removed"));
        Assert.Equal("1", Facts.Text("left.code").Trim());
    }

    [Fact]
    public void A_crontab_without_a_line_break_at_its_end_is_kept_to_the_byte()
    {
        _ = Facts.Only("installed-again");
        Assert.EndsWith("\n" + Facts.Raw("foreign"), Facts.Raw("both"), StringComparison.Ordinal);
        Assert.Empty(Facts.Objects("removed-again"));
        Assert.Equal(Facts.Raw("foreign"), Facts.Raw("after"));
    }
}

using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class BusyboxScenario() : CronScenario(() => CronBed.Run("busybox", variables: ("BUSYBOX", Busybox())))
{
    /// <summary>
    /// Finds a busybox that contains crontab. Debian's static busybox does, the ordinary one does not. The environment
    /// variable BUSYBOX names another one.
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

/// <summary>
/// The crontab of busybox. It has no @reboot, accepts a missing final line break, and uses another message if there is
/// no crontab.
/// </summary>
public sealed class BusyboxTests(BusyboxScenario scenario) : IClassFixture<BusyboxScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void A_missing_crontab_is_reported_with_the_recorded_message()
    {
        Assert.Equal("1", Facts.Text("none.code").Trim());
        Assert.Equal("crontab: can't open 'robin': No such file or directory\n", Facts.Messages("none"));
    }

    [Fact]
    public void The_block_has_no_reboot_line_because_busybox_does_not_support_it()
    {
        _ = Facts.Only("installed");
        Assert.Equal(3, Facts.Lines("crontab").Length);
        Assert.DoesNotContain("@reboot", Facts.Text("crontab"), StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_the_last_schedule_deletes_the_crontab()
    {
        Assert.Empty(Facts.Objects("removed"));
        Assert.Equal("1", Facts.Text("left.code").Trim());
    }

    [Fact]
    public void A_crontab_without_a_final_line_break_is_kept_byte_for_byte()
    {
        _ = Facts.Only("installed-again");
        Assert.EndsWith("\n" + Facts.Raw("foreign"), Facts.Raw("both"), StringComparison.Ordinal);
        Assert.Empty(Facts.Objects("removed-again"));
        Assert.Equal(Facts.Raw("foreign"), Facts.Raw("after"));
    }
}

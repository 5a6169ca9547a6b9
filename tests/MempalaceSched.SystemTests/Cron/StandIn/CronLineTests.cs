using CsCheck;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Cron.StandIn;

/// <summary>Runs the command of a crontab line with sh, as cron does.</summary>
public sealed class CronLineTests
{
    [Fact]
    public void Sh_reads_every_path_unchanged()
    {
        var shell = Oracle.Need("sh");
        Definitions
            .Text.Where(text => text.AsSpan().IndexOfAny("%\\\n\r") < 0)
            .Sample(
                text =>
                {
                    var line = CronLines.For(Definitions.One(), "/" + text, supportsReboot: false)[0];
                    Assert.DoesNotContain('%', line);
                    Assert.DoesNotContain('\\', line);
                    var command = line.Split(' ', 6)[5]
                        .Replace("/bin/sh", "printf %s", StringComparison.Ordinal)
                        .Replace("--trigger scheduled >/dev/null", "", StringComparison.Ordinal);
                    Assert.Equal((0, "/" + text), Oracle.Run(shell, ["-c", command]));
                },
                iter: 100,
                threads: 1
            );
    }
}

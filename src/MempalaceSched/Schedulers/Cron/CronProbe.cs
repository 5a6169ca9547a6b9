using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>Runs a probe by a block of its own in the crontab, with a line for every minute, that is taken out again whatever happens.</summary>
internal static class CronProbe
{
    /// <summary>Two full minutes, and some: one may have begun just before cron reads the crontab.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(130);

    public static async Task RunAsync(Crontab crontab, Probe probe, IReporter reporter, CancellationToken cancellation)
    {
        var block = CrontabText.Block(probe.Id, [$"* * * * * /bin/sh {CronLines.Word(probe.Script)} >/dev/null 2>&1"]);
        try
        {
            await crontab
                .ChangeAsync(text => new CrontabText(text).With(probe.Id, block), reporter, cancellation)
                .ConfigureAwait(false);
            await probe.WaitAsync(Patience, reporter, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await crontab
                .ChangeAsync(text => new CrontabText(text).Without(probe.Id), reporter, CancellationToken.None)
                .ConfigureAwait(false);
        }
        if (!probe.IsDone)
            throw Fault.ProbeNotRun(probe.Definition.Name, "cron");
    }
}

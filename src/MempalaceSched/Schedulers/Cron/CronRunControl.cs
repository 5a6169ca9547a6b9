using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>Starts runs. cron has no command for that, so the launcher is started directly.</summary>
internal sealed class CronRunControl(StandardPaths paths) : IRunControl
{
    public bool StartWaits => false;

    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        LauncherCommand.Manual(paths.Launcher(definition.Name));
}

/// <summary>
/// Runs a probe from a block of its own, which has an entry for every minute and is always removed again.
/// </summary>
internal sealed class CronProbe(Crontab crontab, CronDaemon daemon) : IProbeRunner
{
    /// <summary>
    /// Two full minutes and some more, because cron may read the crontab just after a minute has begun.
    /// </summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(130);

    public async Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation)
    {
        if (!daemon.IsRunning)
            throw Error.SchedulerUnavailable("cron", "its daemon is not running.", daemon.StartIt);
        var block = CrontabText.Block(probe.Id, [$"* * * * * /bin/sh {CronLines.Word(probe.Script)} >/dev/null 2>&1"]);
        try
        {
            await crontab
                .ChangeAsync(text => new CrontabText(text).With(probe.Id, block), reporter, cancellation)
                .ConfigureAwait(false);
            await probe.WaitAsync(Timeout, reporter, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await crontab
                .ChangeAsync(text => new CrontabText(text).Without(probe.Id), reporter, CancellationToken.None)
                .ConfigureAwait(false);
        }
        if (!probe.IsDone)
            throw Error.ProbeNotRun(probe.Definition.Name, "cron");
    }
}

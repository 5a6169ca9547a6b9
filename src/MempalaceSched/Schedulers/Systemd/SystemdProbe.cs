using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Runs a probe as a transient unit, which the user manager forgets as soon as it has ended.</summary>
internal sealed class SystemdProbe(IProcessRunner processes, UserManager manager) : IProbeRunner
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public async Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation)
    {
        var unit = SystemdUnits.Service(probe.Id);
        var command = new ProcessCommand(
            "systemd-run",
            "--user",
            "--quiet",
            "--wait",
            "--collect",
            "--unit",
            unit,
            "--property",
            $"RuntimeMaxSec={Timeout.TotalSeconds:0}",
            "--",
            "/bin/sh",
            probe.Script
        )
        {
            Environment = manager.Systemctl().Environment,
            TimeLimit = Timeout + TimeSpan.FromSeconds(10),
        };
        var ended = false;
        try
        {
            var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
            ended = true;
            if (result.ExitCode != 0 && !probe.IsDone)
                throw ProcessErrors.Failed(command, result, UserManager.Recommendation);
        }
        finally
        {
            // The unit keeps running when the systemd-run that waits for it is killed.
            if (!ended)
                await processes
                    .RunAsync(manager.Systemctl("stop", "--", unit), CancellationToken.None)
                    .ConfigureAwait(false);
        }
    }
}

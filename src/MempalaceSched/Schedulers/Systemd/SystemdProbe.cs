using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Runs a probe as a transient unit of the user manager, which forgets it at once.</summary>
internal sealed class SystemdProbe(IProcessRunner processes, Func<string[], ProcessCommand> systemctl)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task RunAsync(Probe probe, CancellationToken cancellation)
    {
        var unit = probe.Id + ".service";
        var command = new ProcessCommand(
            "systemd-run",
            "--user",
            "--quiet",
            "--wait",
            "--collect",
            "--unit",
            unit,
            "--property",
            $"RuntimeMaxSec={Patience.TotalSeconds:0}",
            "--",
            "/bin/sh",
            probe.Script
        )
        {
            Environment = systemctl([]).Environment,
            TimeLimit = Patience + TimeSpan.FromSeconds(10),
        };
        var ended = false;
        try
        {
            var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
            ended = true;
            if (result.ExitCode != 0 && !probe.IsDone)
                throw Fault.SchedulerCommandFailed(
                    command,
                    result,
                    "`systemctl --user status` and `journalctl --user` say more."
                );
        }
        finally
        {
            // Without the one who waits for it the unit goes on.
            if (!ended)
                await processes.RunAsync(systemctl(["stop", "--", unit]), CancellationToken.None).ConfigureAwait(false);
        }
    }
}

using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>Runs a probe in the environment in which a scheduler runs its jobs.</summary>
internal interface IProbeRunner
{
    /// <summary>Makes the scheduler run a probe once and waits for its end. Nothing remains in the scheduler.</summary>
    /// <exception cref="MempalaceException">The probe was not run.</exception>
    Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation);
}

/// <summary>A script that a scheduler runs once.</summary>
/// <param name="Id">A unique name that is also a valid schedule name.</param>
/// <param name="Definition">The schedule that is checked.</param>
/// <param name="Script">The path of the script.</param>
/// <param name="Result">The file that exists as soon as the script has ended.</param>
internal sealed record Probe(string Id, ScheduleDefinition Definition, string Script, string Result)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public bool IsDone => File.Exists(Result);

    /// <summary>Waits until the script has ended or the time limit is over.</summary>
    public async Task WaitAsync(TimeSpan timeout, IReporter reporter, CancellationToken cancellation)
    {
        var started = DateTime.UtcNow;
        for (var shown = 0; !IsDone && DateTime.UtcNow - started < timeout; )
        {
            if ((int)(DateTime.UtcNow - started).TotalSeconds is var seconds && seconds > shown)
                reporter.Progress(
                    $"Checking {Definition.Name}",
                    $"waiting for the scheduler ({shown = seconds} of at most {timeout.TotalSeconds:0} s)"
                );
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }
}

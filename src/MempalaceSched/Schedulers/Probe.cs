using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>A script that a scheduler is to run once.</summary>
/// <param name="Id">A name that nothing else has, valid as that of a schedule.</param>
/// <param name="Definition">The schedule that is probed.</param>
/// <param name="Script">The path of the script.</param>
/// <param name="Result">The file that is there when the script has ended.</param>
internal sealed record Probe(string Id, ScheduleDefinition Definition, string Script, string Result)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    public bool IsDone => File.Exists(Result);

    /// <summary>Waits for its end, or until patience is over.</summary>
    public async Task WaitAsync(TimeSpan patience, IReporter reporter, CancellationToken cancellation)
    {
        var begun = DateTime.UtcNow;
        for (var shown = -1; !IsDone && DateTime.UtcNow - begun < patience; )
        {
            if ((int)(DateTime.UtcNow - begun).TotalSeconds is var seconds && seconds > shown && seconds > 0)
                reporter.Progress(
                    $"Probing {Definition.Name}",
                    $"waiting for its scheduler, {shown = seconds} s of at most {patience.TotalSeconds:0}"
                );
            await Task.Delay(Beat, cancellation).ConfigureAwait(false);
        }
    }
}

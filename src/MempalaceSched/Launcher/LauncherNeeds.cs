using System.Globalization;

namespace MempalaceSched.Launcher;

/// <summary>What the launcher must add for a scheduler, because the scheduler does not have it.</summary>
/// <param name="RandomDelay">The largest random delay that the launcher waits; zero if the scheduler has its own.</param>
/// <param name="LowPriority">Whether the launcher lowers its priority.</param>
/// <param name="QuietOutput">
/// Whether the output of a run goes to its log alone, because the scheduler appends what is printed to a file.
/// </param>
/// <param name="FilesToKeepShort">The files that the scheduler appends to without a limit.</param>
/// <param name="Grace">The time from TERM to KILL.</param>
internal sealed record LauncherNeeds(
    TimeSpan RandomDelay,
    bool LowPriority,
    bool QuietOutput,
    IReadOnlyList<string> FilesToKeepShort,
    TimeSpan Grace
)
{
    /// <summary>A duration as the launcher takes it: whole seconds.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}

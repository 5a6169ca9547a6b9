using System.Globalization;

namespace MempalaceSched.Launcher;

/// <summary>How the next try of a run starts that found the palace held. retries.sh has the details.</summary>
/// <param name="By">
/// <c>launcher</c> (a process that waits), <c>systemd</c> (a transient timer), or <c>scheduler</c> (the scheduler sees
/// that the occurrence is still due).
/// </param>
/// <param name="TimerStamp">The file in which systemd keeps the last time of the timer; empty for the others.</param>
internal sealed record RetryStart(string By, string TimerStamp = "");

/// <summary>What the launcher must do for a scheduler that does not do it itself.</summary>
/// <param name="RandomDelay">The maximum random delay; zero if the scheduler has its own.</param>
/// <param name="LowPriority">Whether the launcher lowers its priority.</param>
/// <param name="QuietOutput">
/// Whether the output of a run goes only to its log, because the scheduler appends standard output to a file.
/// </param>
/// <param name="FilesToKeepShort">The files that the scheduler appends to without a limit.</param>
/// <param name="Grace">The time from TERM to KILL.</param>
/// <param name="Retry">How the next try of a busy run starts.</param>
internal sealed record LauncherNeeds(
    TimeSpan RandomDelay,
    bool LowPriority,
    bool QuietOutput,
    IReadOnlyList<string> FilesToKeepShort,
    TimeSpan Grace,
    RetryStart Retry
)
{
    /// <summary>A duration in whole seconds, as the launcher needs it.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}

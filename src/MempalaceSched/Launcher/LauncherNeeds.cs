using System.Globalization;

namespace MempalaceSched.Launcher;

/// <summary>What the launcher must do for a scheduler that does not do it itself.</summary>
/// <param name="RandomDelay">The maximum random delay; zero if the scheduler has its own.</param>
/// <param name="LowPriority">Whether the launcher lowers its priority.</param>
/// <param name="QuietOutput">
/// Whether the output of a run goes only to its log, because the scheduler appends standard output to a file.
/// </param>
/// <param name="FilesToKeepShort">The files that the scheduler appends to without a limit.</param>
/// <param name="Grace">The time from TERM to KILL.</param>
/// <param name="RetryCommand">
/// Shell words: the command with which the scheduler starts the next try of a busy run at <c>$retry_at</c>; empty if
/// the launcher waits itself.
/// </param>
internal sealed record LauncherNeeds(
    TimeSpan RandomDelay,
    bool LowPriority,
    bool QuietOutput,
    IReadOnlyList<string> FilesToKeepShort,
    TimeSpan Grace,
    string RetryCommand = ""
)
{
    /// <summary>A duration in whole seconds, as the launcher needs it.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}

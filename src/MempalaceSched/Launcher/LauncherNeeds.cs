using System.Globalization;
using MempalaceSched.Platform;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Launcher;

/// <summary>What the launcher must add for a scheduler, because the scheduler does not have it.</summary>
/// <param name="RandomDelay">The random delay that the launcher waits; zero if the scheduler has its own.</param>
/// <param name="LowPriority">Whether the launcher lowers its priority.</param>
/// <param name="QuietOutput">Whether the output of a run goes to its log alone, because the scheduler keeps what is printed in a file.</param>
/// <param name="FilesToKeepShort">The files that the scheduler appends to without end.</param>
/// <param name="Grace">The time from TERM to KILL.</param>
internal sealed record LauncherNeeds(
    TimeSpan RandomDelay,
    bool LowPriority,
    bool QuietOutput,
    IReadOnlyList<string> FilesToKeepShort,
    TimeSpan Grace
)
{
    /// <summary>
    /// launchd kills after 60 seconds, and the history must be written before that. A run in a container needs 15 seconds more on the host
    /// than inside.
    /// </summary>
    private static readonly TimeSpan UsualGrace = TimeSpan.FromSeconds(60),
        LaunchdGrace = TimeSpan.FromSeconds(45),
        LaunchdGraceInside = TimeSpan.FromSeconds(30);

    /// <summary>The needs of a schedule under its scheduler.</summary>
    public static LauncherNeeds For(ScheduleDefinition definition, StandardPaths paths) =>
        definition.Scheduler switch
        {
            SchedulerKind.Cron => new(definition.RandomDelay, true, false, [], UsualGrace),
            SchedulerKind.Embedded => new(TimeSpan.Zero, true, false, [], UsualGrace),
            SchedulerKind.Launchd => new(
                definition.RandomDelay,
                false,
                true,
                [paths.MacLog(definition.Name), paths.MacErrorLog(definition.Name)],
                definition.Container is null ? LaunchdGrace : LaunchdGraceInside
            ),
            _ => new(TimeSpan.Zero, false, false, [], UsualGrace),
        };

    /// <summary>A duration as the launcher takes it.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}

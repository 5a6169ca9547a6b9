using MempalaceSched.Calendars;

namespace MempalaceSched.Health;

/// <summary>What is known of a schedule when its health is judged.</summary>
internal sealed record HealthFacts
{
    public required string Name { get; init; }

    /// <summary>Whether its definition says that it is to run.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What its scheduler makes of it.</summary>
    public required ScheduleState State { get; init; }

    /// <summary>What its scheduler said, or why it could not be asked.</summary>
    public string StateDetail { get; init; } = "";

    /// <summary>What its scheduler has otherwise than the definition says; empty when nothing.</summary>
    public string Difference { get; init; } = "";

    /// <summary>What is wrong with its files, a sentence without a full stop for each.</summary>
    public IReadOnlyList<string> Drift { get; init; } = [];

    /// <summary>What an older version of this module has installed, a sentence without a full stop for each.</summary>
    public IReadOnlyList<string> Outdated { get; init; } = [];

    /// <summary>The command, when it is gone.</summary>
    public string? GoneCommand { get; init; }

    /// <summary>How its scheduler is made to run.</summary>
    public string StartScheduler { get; init; } = "";

    /// <summary>Why nothing runs while the user is logged out, and the way out; null when it does.</summary>
    public string? LingerOff { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>When its definition was written last: an install, a change, or that it was enabled again.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The longest time that may pass between two runs that work.</summary>
    public required TimeSpan Allowed { get; init; }

    /// <summary>Whether it mines now.</summary>
    public bool IsMining { get; init; }

    /// <summary>The newest runs, the newest first, at least as far as the last that worked.</summary>
    public IReadOnlyList<MineRun> Runs { get; init; } = [];

    /// <summary>When its scheduler last passed over a run because there was nothing to mine.</summary>
    public DateTimeOffset? Skipped { get; init; }

    /// <summary>
    /// The longest gap of the calendar, all that can come on top of it, and a tenth of the gap, an hour at least, for clocks that change and
    /// machines that wake up late.
    /// </summary>
    public static TimeSpan Allowance(Recurrence recurrence, TimeSpan randomDelay, TimeSpan timeLimit)
    {
        var gap = recurrence.MaximumGap;
        return gap + randomDelay + timeLimit + TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerHour, gap.Ticks / 10));
    }

    /// <summary>Whether after such a run all that there was to mine is mined. Nothing new and no store at all count: there was nothing to do.</summary>
    public static bool Worked(MineOutcome outcome) =>
        outcome is MineOutcome.Succeeded or MineOutcome.NothingNew or MineOutcome.Skipped;
}

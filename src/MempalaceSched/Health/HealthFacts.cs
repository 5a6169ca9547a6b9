using MempalaceSched.Calendars;

namespace MempalaceSched.Health;

/// <summary>What the health rules need to know about a schedule.</summary>
internal sealed record HealthFacts
{
    public required string Name { get; init; }

    /// <summary>Whether the schedule is enabled in its definition.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The state in its scheduler.</summary>
    public required ScheduleState State { get; init; }

    /// <summary>What the scheduler reported, or why it did not answer.</summary>
    public string StateDetail { get; init; } = "";

    /// <summary>How the scheduler differs from the definition, without a full stop; empty when it does not.</summary>
    public string Difference { get; init; } = "";

    /// <summary>How the files differ from the definition, each as a sentence without a full stop.</summary>
    public IReadOnlyList<string> Drift { get; init; } = [];

    /// <summary>Files of another version of the module, each as a sentence without a full stop.</summary>
    public IReadOnlyList<string> Outdated { get; init; } = [];

    /// <summary>The command, if it does not exist or is not executable; otherwise null.</summary>
    public string? MissingCommand { get; init; }

    /// <summary>How to start the scheduler, if it is not running.</summary>
    public string StartScheduler { get; init; } = "";

    /// <summary>Why no run starts while the user is logged out, and what to do; null when runs start anyway.</summary>
    public string? LingerOff { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>When the definition was last written: at the install, or by a later change.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The longest time that may pass between two runs that make progress.</summary>
    public required TimeSpan Allowed { get; init; }

    /// <summary>Whether a run is in progress.</summary>
    public bool IsRunning { get; init; }

    /// <summary>
    /// The newest runs, newest first, at least up to the last one that succeeded.
    /// </summary>
    public IReadOnlyList<MineRun> Runs { get; init; } = [];

    /// <summary>The session store with its pattern, if it does not exist; otherwise null.</summary>
    public string? MissingStore { get; init; }

    /// <summary>Since when the schedule has its session store; null if unknown.</summary>
    public DateTimeOffset? StoreSince { get; init; }

    /// <summary>What to do if the session store does not exist.</summary>
    public string FindStore { get; init; } = "";

    /// <summary>The longest gap between two occurrences of the calendar.</summary>
    public TimeSpan MaximumGap { get; init; }

    /// <summary>
    /// The longest gap of the calendar, plus the random delay, the time limit and a tolerance. The tolerance is 10 % of
    /// the gap, at least one hour, for clock changes and machines that wake up late.
    /// </summary>
    public static TimeSpan Allowance(Recurrence recurrence, TimeSpan randomDelay, TimeSpan timeLimit)
    {
        var gap = recurrence.MaximumGap;
        var tolerance = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerHour, gap.Ticks / 10));
        return gap + randomDelay + timeLimit + tolerance;
    }
}

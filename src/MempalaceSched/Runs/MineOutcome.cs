namespace MempalaceSched;

/// <summary>How a mine ended.</summary>
public enum MineOutcome
{
    /// <summary>It has not ended yet. Never in the history.</summary>
    Running,

    /// <summary>Something was filed.</summary>
    Succeeded,

    /// <summary>All was filed before.</summary>
    NothingNew,

    /// <summary>There was nothing to mine: the reason says what was missing.</summary>
    Skipped,

    /// <summary>The palace, or the schedule itself, was held by another run. Exit code 75.</summary>
    Busy,

    /// <summary>The command failed; the exit code is its own.</summary>
    Failed,

    /// <summary>It was ended for being over its time limit. Exit code 124.</summary>
    TimedOut,

    /// <summary>It was stopped, or the machine went down under it.</summary>
    Interrupted,
}

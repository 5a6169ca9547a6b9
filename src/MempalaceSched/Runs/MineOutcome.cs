namespace MempalaceSched;

/// <summary>The outcome of a run.</summary>
public enum MineOutcome
{
    /// <summary>The run is in progress. The history never contains this value.</summary>
    Running,

    /// <summary>The run filed something.</summary>
    Succeeded,

    /// <summary>The run succeeded, but everything had already been filed.</summary>
    NothingNew,

    /// <summary>There was nothing to mine. The reason says what was missing.</summary>
    Skipped,

    /// <summary>Another run held the palace or the schedule. The exit code is 75.</summary>
    Busy,

    /// <summary>The command failed. The exit code is the exit code of the command.</summary>
    Failed,

    /// <summary>The run exceeded its time limit and was stopped. The exit code is 124.</summary>
    TimedOut,

    /// <summary>The run was stopped, or the machine shut down or crashed during the run.</summary>
    Interrupted,
}

namespace MempalaceSched;

/// <summary>Whether a run repairs the palace after mining.</summary>
public enum RepairMode
{
    /// <summary>The wrapper decides.</summary>
    Default,

    /// <summary>The wrapper is called with <c>--repair</c>.</summary>
    Repair,

    /// <summary>The wrapper is called with <c>--no-repair</c>.</summary>
    NoRepair,
}

namespace MempalaceSched;

/// <summary>What a mine is told about the repair of the palace afterwards.</summary>
public enum RepairMode
{
    /// <summary>Nothing: the wrapper decides.</summary>
    Default,

    /// <summary><c>--repair</c>.</summary>
    Repair,

    /// <summary><c>--no-repair</c>.</summary>
    NoRepair,
}
